"""Nothing of a page that has come stays hidden, with scripts or without; of one that breaks off, for four seconds."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

# With the scripts of its kind or without any of its own, an error, one behind a link, one that nobody may open.
PAGES = ["home", "article", "offline", "search", "embargoed", "press-access", "sign-in", "404", "403", "500"]
# What is styled as still coming counts, however long ago it began.
HIDDEN = """() => [...document.querySelectorAll("body *")].filter((each) => {
    const { animationName, visibility } = getComputedStyle(each);
    return animationName === "arriving" || (visibility === "hidden" && each.getClientRects().length);
}).map((each) => each.outerHTML.slice(0, 80))"""
STYLE = """(own) => {
    const style = getComputedStyle(own);
    return [style.animationName, style.animationDuration, style.animationIterationCount, style.animationFillMode];
}"""
SEEN_AT_THE_END = """(own) => {
    for (const each of document.getAnimations()) each.finish();
    return getComputedStyle(own).visibility;
}"""


def open_whole(page: Page, demo: Pages, kind: str, language: str) -> None:
    """Opens a page, with its style."""
    demo.answer_errors(page, kind, language)
    page.goto(demo.url(kind, language), wait_until="load")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_nothing_is_hidden_once_a_page_has_come(demo: Pages, chromium: Browser, has_scripts: bool) -> None:
    with chromium.new_context(java_script_enabled=has_scripts) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        hidden = {}
        for kind in PAGES:
            open_whole(page, demo, kind, "ar")
            hidden[kind] = page.evaluate(HIDDEN)
    assert hidden == {kind: [] for kind in PAGES}


def test_a_page_that_breaks_off_is_seen_after_four_seconds(demo: Pages, reader: Page) -> None:
    def broken_off(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().partition("</h1>")[0])

    reader.route(demo.url("article", "fr"), broken_off)
    open_whole(reader, demo, "article", "fr")
    title = reader.locator("h1")
    assert title.evaluate(STYLE) == ["arriving", "4s", "1", "none"]
    assert title.evaluate(SEEN_AT_THE_END) == "visible"
