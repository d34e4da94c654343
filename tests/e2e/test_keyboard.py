"""The site with a keyboard alone: every stop is seen, none is a trap, and a reader's journeys end where they should.

The map has its own file, test_map.py.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.probes import MISSED, complaints, focus_of, listed, tab_to
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

MOST_STOPS = 400
WALKED = [
    *((kind, "fr", 1440) for kind in ("home", "clusters", "cluster", "listing-filtered", "article-blocks")),
    *((kind, "fr", 1440) for kind in ("release", "agenda-month", "event", "directory", "contact", "search")),
    *((kind, "ar", 360) for kind in ("home", "listing", "article-blocks", "mission", "search", "404")),
]


@pytest.fixture
def keyboard(chromium: Browser) -> Iterator[Page]:
    """A browser that nobody points into."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def has_focus(page: Page, selector: str) -> bool:
    """Whether an element that matches, or one inside it, has the focus."""
    return bool(page.evaluate("s => Boolean(document.activeElement.closest(s))", selector))


@pytest.mark.parametrize(("kind", "language", "width"), WALKED)
def test_tab_goes_through_the_whole_page_and_is_always_seen(
    demo: Pages, keyboard: Page, kind: str, language: str, width: int
) -> None:
    keyboard.set_viewport_size({"width": width, "height": 800})
    demo.open(keyboard, kind, language)
    said: list[str] = []
    numbers: list[int] = []
    for _press in range(MOST_STOPS):
        keyboard.keyboard.press("Tab")
        stop = focus_of(keyboard)
        if stop is None or (len(numbers) > 1 and stop["number"] == numbers[0]):
            break
        said += complaints(stop)
        # Day, month and year of a date are stops of one field, one after the other.
        if stop["number"] not in numbers[-1:]:
            numbers.append(stop["number"])
    else:
        pytest.fail(f"still on the page after {MOST_STOPS} presses")
    assert said == []
    assert len(numbers) == len(set(numbers)), "a stop came twice: a trap"
    assert listed(keyboard, MISSED) == []


def test_the_first_stop_leads_past_the_masthead(demo: Pages, keyboard: Page) -> None:
    demo.open(keyboard, "article", "fr")
    keyboard.keyboard.press("Tab")
    skip = keyboard.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert not complaints(focus_of(keyboard) or pytest.fail("no focus"))
    keyboard.keyboard.press("Enter")
    assert has_focus(keyboard, "main")
    keyboard.keyboard.press("Tab")
    assert has_focus(keyboard, "main")


def test_the_menu_of_a_phone_opens_closes_and_leads_on(demo: Pages, keyboard: Page) -> None:
    keyboard.set_viewport_size({"width": 390, "height": 844})
    demo.open(keyboard, "home", "fr")
    menu = keyboard.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_hidden()
    tab_to(keyboard, ".menu-button")
    keyboard.keyboard.press("Enter")
    expect(menu).to_be_visible()
    keyboard.keyboard.press("Tab")
    assert has_focus(keyboard, "#site-nav")
    keyboard.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert has_focus(keyboard, ".menu-button")
    keyboard.keyboard.press("Space")
    expect(menu).to_be_visible()
    wanted = menu.get_by_role("link").nth(1)
    address = wanted.get_attribute("href")
    keyboard.keyboard.press("Tab")
    keyboard.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    assert not complaints(focus_of(keyboard) or pytest.fail("no focus"))
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url(f"**{address}")


def test_the_menu_of_a_wide_screen_needs_no_button(demo: Pages, keyboard: Page) -> None:
    demo.open(keyboard, "home", "fr")
    tab_to(keyboard, "#site-nav li:nth-child(2) a")
    address = keyboard.evaluate("() => document.activeElement.getAttribute('href')")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url(f"**{address}")


def test_the_picker_leads_to_the_same_article_in_another_language(demo: Pages, keyboard: Page) -> None:
    demo.open(keyboard, "article", "fr")
    tab_to(keyboard, ".languages__link[hreflang=ar]")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url(demo.url("article", "ar"))
    expect(keyboard.locator("html")).to_have_attribute("dir", "rtl")
    tab_to(keyboard, ".languages__link[hreflang=fr]")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url(demo.url("article", "fr"))


def test_filters_are_chosen_and_taken_off(demo: Pages, keyboard: Page) -> None:
    """The list changes under the hands of the reader, who stays on the filter that was chosen."""
    demo.open(keyboard, "listing", "fr")
    count = keyboard.locator(".listing__count")
    everything = count.inner_text()
    tab_to(keyboard, ".facets__form [type=radio][name=cluster], .facets__form [type=checkbox][name=cluster]")
    key = "ArrowDown" if keyboard.evaluate("() => document.activeElement.type") == "radio" else "Space"
    keyboard.keyboard.press(key)
    expect(count).not_to_have_text(everything)
    chosen = parse_qs(urlsplit(keyboard.url).query)["cluster"][0]
    field = keyboard.locator(f"[name=cluster][value={chosen}]")
    expect(field).to_be_focused()
    expect(field).to_be_checked()
    tab_to(keyboard, ".filters__item")
    keyboard.keyboard.press("Enter")
    expect(count).to_have_text(everything)
    assert "cluster" not in parse_qs(urlsplit(keyboard.url).query)
    assert focus_of(keyboard) is not None, "the reader was sent back to the top"


def test_filters_of_a_phone_unfold(demo: Pages, keyboard: Page) -> None:
    keyboard.set_viewport_size({"width": 390, "height": 844})
    demo.open(keyboard, "listing", "fr")
    form = keyboard.get_by_role("form", name="Filtres")
    expect(form).to_be_hidden()
    tab_to(keyboard, ".facets__summary")
    keyboard.keyboard.press("Enter")
    expect(form).to_be_visible()
    keyboard.keyboard.press("Tab")
    assert has_focus(keyboard, ".facets__form")


@pytest.mark.parametrize(("language", "forward"), [("fr", "ArrowRight"), ("ar", "ArrowLeft")])
def test_the_gallery_opens_turns_and_gives_the_reader_back(
    demo: Pages, keyboard: Page, language: str, forward: str
) -> None:
    demo.open(keyboard, "article-blocks", language)
    images = keyboard.locator("[data-gallery-image]")
    total = images.count()
    assert total > 1
    tab_to(keyboard, "[data-gallery-image]")
    keyboard.keyboard.press("Enter")
    dialog = keyboard.locator("dialog.lightbox")
    expect(dialog).to_be_visible()
    place = dialog.locator(".lightbox__caption")
    expect(place).to_contain_text(f"1 / {total}")
    # The focus goes round inside (and by way of the browser itself, where it is nowhere on the page).
    for _press in range(6):
        keyboard.keyboard.press("Tab")
        if stop := focus_of(keyboard):
            assert has_focus(keyboard, "dialog")
            assert not complaints(stop)
    keyboard.keyboard.press(forward)
    expect(place).to_contain_text(f"2 / {total}")
    keyboard.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(images.nth(1)).to_be_focused()
    assert not complaints(focus_of(keyboard) or pytest.fail("no focus"))


def test_somebody_searches_and_opens_what_was_found(demo: Pages, keyboard: Page) -> None:
    demo.open(keyboard, "home", "fr")
    tab_to(keyboard, "#site-search")
    keyboard.keyboard.type("formation")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url("**/fr/search/?q=formation*")
    expect(keyboard.get_by_role("heading", level=1)).to_be_visible()
    tab_to(keyboard, "main ol a, main .dispatch a")
    address = keyboard.evaluate("() => document.activeElement.href")
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_url(address)
    expect(keyboard.get_by_role("heading", level=1)).to_be_visible()


def test_an_element_without_a_ring_is_reported(keyboard: Page) -> None:
    keyboard.set_content(
        "<a href=#x style='outline:none'>x</a><div onclick>no link</div><button tabindex=-1>y</button>"
    )
    keyboard.keyboard.press("Tab")
    stop = focus_of(keyboard)
    assert stop is not None
    assert complaints(stop) == ["no focus ring: a. x"]
