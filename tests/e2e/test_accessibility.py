"""axe-core, with colour contrast, finds nothing against WCAG 2.2 AA on any type of page.

Each page is loaded once a language, then seen at three widths in both themes. What axe cannot decide ("incomplete") is
listed in `UNDECIDED` of `axe_findings`, or is a failure too. docs/accessibility.md says what else is checked.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe_findings import STANDARD, findings, findings_in_both_themes, in_words
from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, Pages
from tests.served.tools import need, node_file

pytestmark = [pytest.mark.e2e, pytest.mark.node]

WIDTHS = (360, 768, 1440)


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core's source."""
    need("npm")
    return node_file("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One page for all: its cache is warm, its pictures stand still."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_type_of_page_shuts_anybody_out(
    demo: Pages, page: Page, axe: str, kind: str, language: str
) -> None:
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    demo.open(page, kind, language)
    page.evaluate(axe)
    tags = STANDARD if kind in OF_WAGTAIL else (*STANDARD, "best-practice")
    said: dict[str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme, found in findings_in_both_themes(page, tags):
            if found:
                said.setdefault(in_words(found), []).append(f"{width} {theme}")
    assert not said, f"{page.url}\n" + "\n".join(
        f"[{', '.join(where)}]\n{words}" for words, where in said.items()
    )


def open_menu(page: Page) -> None:
    """The menu of a phone."""
    page.locator(".menu-button").click()
    expect(page.locator("#site-nav")).to_be_visible()


def open_filters(page: Page) -> None:
    """The filters of a phone."""
    page.locator(".facets__summary").click()
    expect(page.locator(".facets__form")).to_be_visible()


def open_gallery(page: Page) -> None:
    """The first image of a gallery, large."""
    page.locator("[data-gallery-image]").first.click()
    expect(page.locator("dialog.lightbox img")).to_be_visible()


def open_suggestions(page: Page) -> None:
    """What a search box suggests, the first of it chosen."""
    is_arabic = page.locator("html").get_attribute("lang") == "ar"
    page.locator("#site-search").press_sequentially("الت" if is_arabic else "for")
    expect(page.locator(".suggest [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


# The type of page, how the thing is opened, and where it is: what it lies over is not looked at.
OPENED = {
    "menu": ("home", open_menu, "#site-nav"),
    "filters": ("listing", open_filters, ".facets"),
    "gallery": ("article-blocks", open_gallery, "dialog"),
    "suggestions": ("home", open_suggestions, ".masthead .searchbox"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("thing", OPENED)
def test_what_opens_shuts_nobody_out(demo: Pages, page: Page, axe: str, thing: str, language: str) -> None:
    kind, opening, scope = OPENED[thing]
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    demo.open(page, kind, language)
    opening(page)
    page.evaluate(axe)
    said = []
    for theme, found in findings_in_both_themes(page, STANDARD, scope):
        said += [f"[{theme}] {in_words([row])}" for row in found]
    assert not said, "\n".join(said)


def test_a_broken_page_is_reported(page: Page, axe: str) -> None:
    page.goto("about:blank")
    page.set_content(
        "<!doctype html><html lang=fr><title>x</title><main><h1>x</h1><p style='color:#aaa;background:#fff'>pale</p>"
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input>"
        "<a href=#a style='font-size:6px'>a</a><br><a href=#b style='font-size:6px'>b</a>"
    )
    page.evaluate(axe)
    rules = {row["rule"] for row in findings(page, STANDARD)}
    assert rules >= {"color-contrast", "image-alt", "label", "target-size"}


def test_what_one_theme_alone_shows_is_looked_at_by_all_rules(page: Page, axe: str) -> None:
    """As long as nothing but colours differs, rules of colours are enough in the dark theme."""
    pale = (
        "<p>x</p><style>p{color:#333;background:#fff} @media (prefers-color-scheme: dark){p{background:#222}}"
    )
    shown = "<img class=d src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><style>.d{display:none}"
    dark = "@media (prefers-color-scheme: dark){.d{display:inline}}</style>"
    for body, rule in ((pale + "</style>", "color-contrast"), (shown + dark, "image-alt")):
        page.goto("about:blank")
        page.set_content(f"<!doctype html><html lang=fr><title>x</title><main><h1>x</h1>{body}")
        page.evaluate(axe)
        said = {
            theme: {row["rule"] for row in found} for theme, found in findings_in_both_themes(page, STANDARD)
        }
        assert said == {"light": set(), "dark": {rule}}
