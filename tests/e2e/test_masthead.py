"""What stands on every page keeps its place: the search box, the languages, the list of a form's errors."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

BOX = """(selector) => {
    const {x, right, top, bottom} = document.querySelector(selector).getBoundingClientRect();
    return {x: Math.round(x), right: Math.round(right), top: Math.round(top), bottom: Math.round(bottom)};
}"""


def box(page: Page, selector: str) -> dict[str, int]:
    """Where the first element of a selector stands, in pixels."""
    found: dict[str, int] = page.evaluate(BOX, selector)
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_stands_on_every_page_keeps_its_place(demo: Pages, chromium: Browser, language: str) -> None:
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        start = "right" if language == "ar" else "x"
        for kind in ("not-translated", "404"):
            demo.open(page, kind, language)
            assert box(page, ".error .searchbox")[start] == box(page, ".error h1")[start], kind
        for width in (1440, 1180, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            tops = page.locator(".languages__link").evaluate_all("all => all.map((each) => each.offsetTop)")
            assert len(set(tops)) == 1, f"languages on one line at {width}"
        before = box(page, ".masthead .searchbox")
        page.evaluate("document.querySelector('.languages').replaceChildren()")
        assert box(page, ".masthead .searchbox") == before, "as before the languages arrive"
        page.locator("#site-search").focus()
        ring = page.locator(".masthead .searchbox").evaluate("each => getComputedStyle(each).outlineWidth")
        inner = page.locator("#site-search").evaluate("each => getComputedStyle(each).outlineStyle")
        assert (ring, inner) == ("3px", "none"), "one ring, around the button, too"


def test_the_list_of_errors_stands_apart_from_the_first_field(demo: Pages, chromium: Browser) -> None:
    with chromium.new_context(viewport={"width": 360, "height": 800}) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        demo.open(page, "contact", "fr")
        page.locator("main form.narrow button[type=submit]").click()
        expect(page.locator("#form-errors")).to_be_focused()
        assert box(page, "main .field")["top"] - box(page, "#form-errors")["bottom"] >= 16
