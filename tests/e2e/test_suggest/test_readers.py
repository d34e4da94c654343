"""Suggestions under the search box for every reader: by pointer and finger, in Arabic, without script, with axe."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_suggest.typing_in import box_of, type_in
from tests.served.site import Site
from tests.served.tools import need, node_file

pytestmark = pytest.mark.e2e


def test_a_pointer_opens_a_suggestion_and_nothing_moves(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/")
    page.wait_for_load_state("networkidle")
    height = page.evaluate("() => document.documentElement.scrollHeight")
    where = page.locator("main").bounding_box()
    options = type_in(page, "robotique college")
    assert page.locator("main").bounding_box() == where
    assert page.evaluate("() => document.documentElement.scrollHeight") == height
    options.first.hover()
    expect(options.first).to_have_attribute("aria-selected", "true")
    options.first.click()
    page.wait_for_url("**/robotique-college/")


def test_a_finger_opens_a_suggestion_on_a_phone(suggesting: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(suggesting.address + "/fr/")
    box_of(page).tap()
    options = type_in(page, "robotique college")
    box = options.first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    options.first.tap()
    page.wait_for_url("**/robotique-college/")
    context.close()


def test_arabic_reads_from_the_right(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/ar/")
    options = type_in(page, "الروبوت")
    expect(options).to_have_count(1)
    expect(options.first).to_have_css("direction", "rtl")
    chip, title = options.first.locator(".chip").bounding_box(), options.first.locator("bdi").bounding_box()
    assert chip is not None
    assert title is not None
    assert chip["x"] > title["x"] + title["width"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tadrib-robot/")


def test_two_boxes_of_one_page_keep_apart(suggesting: Site, page: Page) -> None:
    page.goto(suggesting.address + "/fr/search/?q=robotique")
    page.locator("#q").press("End")
    page.keyboard.type(" coll")
    expect(page.locator("#q-suggestions [role=option]")).to_have_count(1)
    assert page.locator("#site-search-suggestions").count() == 0
    box_of(page).fill("")
    type_in(page, "renc")
    expect(page.locator("#q-suggestions")).to_be_hidden()


def test_without_javascript_the_box_is_a_form(suggesting: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(suggesting.address + "/fr/")
    expect(page.get_by_role("searchbox")).to_have_attribute("type", "search")
    box_of(page).fill("robot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search/?q=robot")
    context.close()


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_open_list_shuts_nobody_out(suggesting: Site, page: Page, language: str) -> None:
    """axe-core, colours included, in both themes, with one option chosen."""
    need("npm")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{suggesting.address}/{language}/")
    type_in(page, {"fr": "robot", "ar": "الروبوت"}[language])
    page.keyboard.press("ArrowDown")
    page.evaluate(node_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = page.evaluate(
            "async () => (await axe.run('.masthead')).violations.map(v => [v.id, v.nodes[0].html])"
        )
        assert found == [], theme
