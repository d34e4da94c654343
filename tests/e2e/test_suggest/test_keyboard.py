"""Suggestions under the search box, by the keyboard: offered, chosen, opened, and said when there are none."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_suggest.typing_in import API, box_of, chosen, type_in
from tests.served.site import Site

pytestmark = pytest.mark.e2e


def test_nothing_is_loaded_before_somebody_goes_to_the_box(suggesting: Site, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(suggesting.address + "/fr/", wait_until="networkidle")
    assert not [url for url in asked if "suggest" in url]
    box_of(page).focus()
    page.wait_for_load_state("networkidle")
    assert len([url for url in asked if re.search(r"js/suggest\.[0-9a-f]+\.js", url)]) == 1
    assert not [url for url in asked if API in url]


def test_the_keyboard_chooses_a_suggestion(suggesting: Site, page: Page) -> None:
    """Arrows go round through the box, Home and End reach the ends, Enter opens what is chosen."""
    page.goto(suggesting.address + "/fr/")
    box = box_of(page)
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    options = type_in(page, "robot")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", "site-search-suggestions")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(page.get_by_role("group", name="Actualités").get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("group", name="Événements").get_by_role("option")).to_have_count(1)
    expect(page.locator(".searchbox:focus-within [role=status]")).to_have_text("Suggestions : 3")
    # Nothing is chosen for the reader.
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    first = chosen(page)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    assert "Rencontre de robotique" in (chosen(page) or "")
    page.keyboard.press("Home")
    assert chosen(page) == first
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    assert chosen(page) is None
    page.keyboard.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    expect(box).to_have_value("robot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rencontre-robotique/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre de robotique")


def test_an_option_says_who_publishes_it_and_its_text_stays_text(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/")
    type_in(page, "robot")
    named = page.get_by_role("option", name="Un atelier <i>gras</i> de robotique – EdTech Garonne")
    expect(named).to_be_visible()
    expect(named.locator("mark")).to_have_text("robotique")
    expect(named.locator(".chip")).to_have_css("background-color", re.compile(r"rgb"))
    expect(page.get_by_role("option", name="La robotique au collège – Fédération")).to_be_visible()
    assert page.locator(".suggest i").count() == 0


def test_a_suggestion_that_leads_to_another_site_shows_it(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/")
    type_in(page, "orthe")
    outside = page.get_by_role("option", name="Orthèses imprimées – EdTech Garonne (sur un autre site)")
    expect(outside.locator("svg")).to_be_visible()
    assert (outside.locator("svg").bounding_box() or {})["width"] > 8
    box_of(page).fill("robot")
    expect(page.get_by_role("option", name="La robotique au collège")).to_be_visible()
    expect(page.locator(".suggest svg")).to_have_count(0)


def test_enter_without_a_choice_searches_as_ever(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/")
    type_in(page, "robot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search/?q=robot")


def test_an_arrow_before_the_answer_chooses_the_first_suggestion_when_it_comes(
    suggesting: Site, page: Page
) -> None:
    page.goto(suggesting.address + "/fr/")
    box_of(page).focus()
    page.wait_for_load_state("networkidle")
    box_of(page).fill("robot")
    page.keyboard.press("ArrowDown")
    options = page.locator("#site-search-suggestions:not([hidden]) [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_list_and_keeps_what_was_typed(suggesting: Site, page: Page) -> None:
    """An arrow opens it again; in the text, arrows and Home move the cursor; leaving the box closes it."""
    page.goto(suggesting.address + "/fr/")
    box = box_of(page)
    options = type_in(page, "robot")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(box).to_have_value("robot")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    assert chosen(page) is None
    page.keyboard.press("Home")
    assert box.evaluate("e => e.selectionStart") == 0
    page.keyboard.press("Tab")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("robot")


def test_what_finds_nothing_is_said(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/")
    type_in(page, "robot")
    box_of(page).press_sequentially("xyz")
    expect(page.locator(".searchbox:focus-within [role=status]")).to_have_text("Aucune suggestion")
    expect(page.locator("#site-search-suggestions")).to_be_hidden()


def test_an_older_answer_never_replaces_a_newer_one(suggesting: Site, page: Page) -> None:
    """One key after the other asks once; and an answer that is late is dropped."""
    page.goto(suggesting.address + "/fr/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if API in request.url else None)
    slow = []
    page.route(f"**{API}*q=ro", lambda route: slow.append(route))  # noqa: PLW0108  # Playwright marks it
    box_of(page).press_sequentially("ro")
    page.wait_for_timeout(500)
    assert len(slow) == 1
    # By the page's own timers, which stay in order on a busy machine: no pause is as long as the script waits.
    box_of(page).evaluate(
        """async (box, text) => {
          for (const letter of text) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            box.value += letter;
            box.dispatchEvent(new InputEvent("input", { bubbles: true, data: letter }));
          }
        }""",
        "botique rencontre",
    )
    options = page.locator("#site-search-suggestions:not([hidden]) [role=option]")
    expect(options).to_have_count(1)
    assert len(asked) == 2, asked
    page.wait_for_timeout(300)
    expect(options).to_have_count(1)


def test_a_site_that_does_not_answer_leaves_a_plain_form(suggesting: Site, page: Page) -> None:
    page.route(f"**{API}*", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(suggesting.address + "/fr/")
    box_of(page).press_sequentially("robot")
    page.wait_for_timeout(500)
    expect(page.locator("#site-search-suggestions")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search/?q=robot")
