"""`make lighthouse` measures a sample, every type of page, or those named, and says which of them fall short."""

import pytest

from tests.served.lighthouse import ALL, LOWEST, NOT_INDEXED, SAMPLE, Run, judged, wanted
from tests.served.pages import KINDS


def run(name: str, seo: float = 1.0, lost: str = "") -> Run:
    """One run of a page that is perfect but for search engines."""
    scores = dict.fromkeys(LOWEST, 1.0) | {"seo": seo}
    audits: dict[str, list[str]] = {category: [] for category in LOWEST}
    if lost:
        audits["seo"] = [lost]
    return {"name": name, "scores": scores, "audits": audits, "last": True, "version": "12"}


def test_what_is_measured() -> None:
    assert wanted([]) == SAMPLE
    assert len(wanted(["--all"])) == 2 * len(ALL)
    assert wanted(["--languages", "ar", "release", "mission"]) == [("release", "ar"), ("mission", "ar")]
    assert set(KINDS) - set(ALL) == {"404", "403", "500", "not-translated", "sign-in"}
    assert set(ALL) > NOT_INDEXED
    with pytest.raises(SystemExit):
        wanted(["404"])


def test_a_page_for_no_index_may_lose_that_audit_alone() -> None:
    crawlable = "is-crawlable: Page is blocked from indexing"
    assert judged("search-none-fr", [run("search-none-fr", 0.6, crawlable)])[1]
    assert not judged("search-none-fr", [run("search-none-fr", 0.6, "meta-description: none")])[1]
    row, is_high = judged("release-ar", [run("release-ar", 0.6, crawlable)])
    assert not is_high
    assert row["too low"] == ["seo"]
