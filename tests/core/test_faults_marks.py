"""The marks of `make faults`: what it takes for a failure, without taking anything away."""

import time
from collections import Counter
from types import SimpleNamespace
from typing import cast

import pytest

from tests.faults import trying
from tests.faults.addresses import Addresses
from tests.faults.cases import FAULTS, Fault
from tests.faults.load import Load, Tally
from tests.faults.run import chosen, code_of
from tests.faults.site import Site, environment_without_site
from tests.faults.trying import missed_marks, try_or_skip

BY_NAME = {fault.name: fault for fault in FAULTS}


WELL = {
    "cached": Counter({200: 9}),
    "uncached": Counter({200: 9}),
    "written": Counter({201: 3, 303: 3}),
    "pages": [1],
    "emails": ["camille@example.org"],
}
AWAY = {"with_notice": 4, "withdrawn": Counter({503: 3, 404: 2})}
FULL = {"documents": [1], "written": Counter({201: 3, 303: 3, 507: 2})}


@pytest.mark.parametrize(
    ("fault", "found", "is_missed"),
    [
        ("worker-killed", {}, False),
        ("database-killed", AWAY | {"uncached": Counter({200: 2, 503: 7})}, False),
        ("database-killed", AWAY | {"written": Counter({201: 2, 503: 7})}, False),
        ("web-killed", {"written": Counter({201: 2, 0: 1}), "slowest_cached": 30.0}, False),
        ("disk-full", FULL, False),
        # What fails without need.
        ("worker-killed", {"uncached": Counter({200: 2, 503: 7})}, True),
        ("database-killed", AWAY | {"uncached": Counter({200: 8, 500: 1})}, True),
        ("database-killed", AWAY | {"cached": Counter({200: 8, 503: 1})}, True),
        ("web-killed", {"cached": Counter({200: 8, 0: 1})}, True),
        *(
            ("worker-killed", {"written": Counter({201: 9, status: 1})}, True)
            for status in (0, 200, 403, 502, 503, 507)
        ),
        ("worker-killed", {"without_retry_after": 1}, True),
        ("worker-killed", {"wrong": {"publish ended: KeyError('page')"}}, True),
        ("worker-killed", {"slowest_cached": 30.0}, True),
        ("search-server-hung", {"slowest_uncached": 30.0}, True),
        ("search-server-hung", {"slowest_uncached": 5.0}, False),
        # Where nobody asks or writes, nothing can fail.
        ("worker-killed", {"cached": Counter()}, True),
        ("worker-killed", {"uncached": Counter()}, True),
        ("worker-killed", {"pages": []}, True),
        ("worker-killed", {"emails": []}, True),
        ("disk-full", FULL | {"documents": []}, True),
        ("disk-full", FULL | {"written": Counter({201: 3})}, True),
        # What pages say, and what was withdrawn.
        ("worker-killed", {"with_notice": 1}, True),
        ("database-killed", AWAY | {"with_notice": 0}, True),
        ("database-killed", AWAY | {"withdrawn": Counter({503: 3, 200: 1})}, True),
        ("database-killed", AWAY | {"withdrawn": Counter()}, True),
    ],
)
def test_a_mark_is_missed(fault: str, found: dict[str, object], is_missed: bool) -> None:
    tally = Tally(**(WELL | found))  # type: ignore[arg-type]
    assert bool(missed_marks(BY_NAME[fault], tally, 1.0)) is is_missed
    assert missed_marks(BY_NAME[fault], tally, None), "it must recover by itself"


def test_a_visitor_who_ends_is_said() -> None:
    load = Load(0, Addresses((), (), "", {}))
    with load.running() as tally:
        time.sleep(0.2)
    assert {each.split(":")[0] for each in tally.wrong} >= {"cached ended", "uncached ended"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"missed": [], "lost": 0, "checks": "clean"}, 0),
        ({"missed": ["kept pages"], "lost": 0, "checks": "clean"}, 1),
        ({"missed": [], "lost": 1, "checks": "clean"}, 1),
        ({"missed": [], "lost": 0, "checks": "check_files: 1"}, 1),
        ({"skipped": "only root"}, 0),
    ],
)
def test_a_row_ends_the_run_with_its_code(
    row: dict[str, object], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAULTS_ALL", raising=False)
    assert code_of(row) == code
    monkeypatch.setenv("FAULTS_ALL", "1")
    assert code_of(row) == (1 if "skipped" in row else code)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("shared-cache-killed", "redis-server"),
        ("shared-cache-hung", "redis-server"),
        ("search-server-killed", "Elasticsearch"),
        ("search-server-hung", "Elasticsearch"),
        ("disk-full", "root"),
    ],
)
def test_what_a_machine_lacks_is_not_taken_away(name: str, why: str) -> None:
    """It is said, and nobody asks for anything."""
    site = cast("Site", SimpleNamespace(has_small_disk=False, shared=None, search=None))
    row = try_or_skip(site, Load(0, Addresses((), (), "", {})), BY_NAME[name])
    assert why in str(row["skipped"])


def test_a_clock_is_moved_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "faketime", lambda: None)
    row = try_or_skip(SimpleNamespace(), Load(0, Addresses((), (), "", {})), BY_NAME["clock-moved"])  # type: ignore[arg-type]
    assert "libfaketime" in str(row["skipped"])


def test_the_site_takes_nothing_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEDCMS_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("DATABASE_URL", "postgres:///fedcms")
    found = environment_without_site()
    assert "PATH" in found
    assert not {"FEDCMS_SMTP_HOST", "DATABASE_URL"} & set(found)


def test_faults_are_chosen_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTS", "database-hung,worker-killed")
    assert [fault.name for fault in chosen()] == ["database-hung", "worker-killed"]
    monkeypatch.setenv("FAULTS", "moon-away")
    with pytest.raises(SystemExit, match="moon-away: no fault"):
        chosen()
    assert isinstance(FAULTS[0], Fault)
