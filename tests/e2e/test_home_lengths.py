"""The home page is short on a phone, and has no holes on a wide screen."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

PHONE_WIDTH, SCREEN, SCREENS = 390, 844, 8
VOID = 128
"""More pixels than this between two things look as if one were missing."""
SAME = 4

# The bottom of each part of the introduction and the top of the next one that is shown.
GAPS = """() => {
    const parts = [...document.querySelector(".front__intro").children]
        .map((part) => part.lastElementChild && part.matches(".front__clusters") ? part.firstElementChild : part)
        .map((part) => part.getBoundingClientRect()).filter((box) => box.height);
    return parts.slice(1).map((box, number) => Math.round(box.top - parts[number].bottom));
}"""
COLUMN_ENDS = """() => [".dispatches", ".agenda"].map((list) => Math.round(
    document.querySelector(`.split ${list}`).lastElementChild.getBoundingClientRect().bottom))"""


def opened(chromium: Browser, demo: Pages, language: str, width: int, height: int) -> Page:
    """The home page in a window of its own."""
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    demo.open(page, "home", language)
    return page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_phone_has_eight_screens_of_it_at_most(demo: Pages, chromium: Browser, language: str) -> None:
    page = opened(chromium, demo, language, PHONE_WIDTH, SCREEN)
    screens = page.evaluate("() => document.documentElement.scrollHeight") / SCREEN
    page.context.close()
    assert screens <= SCREENS


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_wide_screen_has_no_void_and_columns_that_end_together(
    demo: Pages, chromium: Browser, language: str
) -> None:
    page = opened(chromium, demo, language, 1440, 900)
    gaps, ends = page.evaluate(GAPS), page.evaluate(COLUMN_ENDS)
    shown = page.locator(".front__next").is_visible()
    page.context.close()
    assert shown, "the next deadline and the next event stand under the figures"
    assert max(gaps) <= VOID, gaps
    assert abs(ends[0] - ends[1]) <= SAME, ends


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_the_menu_stands_on_one_line_from_a_small_laptop_on(
    demo: Pages, chromium: Browser, language: str
) -> None:
    page = opened(chromium, demo, "fr", 1024, 800)
    page.goto(page.url.replace("/fr/", f"/{language}/"))
    for width in (1024, 1180, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        tops = page.locator(".nav__link").evaluate_all("all => all.map((each) => each.offsetTop)")
        assert len(set(tops)) == 1, f"{language} at {width}"
    page.context.close()
