"""Nothing of a page that has come stays hidden, with scripts or without; of one that breaks off, for four seconds."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

# With the scripts of its kind or without any of its own, an error, one behind a link, one that nobody may open.
PAGES = ["home", "article", "offline", "search", "embargoed", "press-access", "sign-in", "404", "403", "500"]
HIDDEN = """() => {
    const coming = document.getAnimations().filter((each) => each.animationName === "arriving");
    const hidden = [...document.querySelectorAll("body *")].filter(
        (each) => each.getClientRects().length && getComputedStyle(each).visibility === "hidden");
    return [...coming.map((each) => each.effect.target), ...hidden].map((each) => each.outerHTML.slice(0, 80));
}"""
HOW_LONG = """() => document.getAnimations().filter((each) => each.animationName === "arriving").map((each) => {
    const { endTime } = each.effect.getComputedTiming();
    each.finish();
    return endTime;
})"""


def open_at_once(page: Page, demo: Pages, kind: str, language: str) -> None:
    """Opens a page, and waits for nothing but its text."""
    demo.answer_errors(page, kind, language)
    page.goto(demo.url(kind, language), wait_until="domcontentloaded")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_nothing_is_hidden_once_a_page_has_come(demo: Pages, chromium: Browser, has_scripts: bool) -> None:
    with chromium.new_context(java_script_enabled=has_scripts) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        hidden = {}
        for kind in PAGES:
            open_at_once(page, demo, kind, "ar")
            hidden[kind] = page.evaluate(HIDDEN)
    assert hidden == {kind: [] for kind in PAGES}


def test_a_page_that_breaks_off_is_seen_after_four_seconds(demo: Pages, reader: Page) -> None:
    def broken_off(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().partition("</h1>")[0])

    reader.route(demo.url("article", "fr"), broken_off)
    open_at_once(reader, demo, "article", "fr")
    title = "() => getComputedStyle(document.querySelector('h1')).visibility"
    assert reader.evaluate(title) == "hidden"
    assert reader.evaluate(HOW_LONG) == [4000]
    assert reader.evaluate(title) == "visible"
