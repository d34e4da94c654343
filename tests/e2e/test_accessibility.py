"""axe-core, with colour contrast, finds nothing against WCAG 2.2 AA on any type of page.

Each page is loaded once a language, then seen at three widths in both themes; all rules run each time. What axe cannot
decide ("incomplete") is listed in `UNDECIDED`, or is a failure too. docs/accessibility.md says what else is checked.
"""

from collections.abc import Iterator
from typing import Literal, TypedDict

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.probes import STILL
from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, Pages
from tests.served.tools import need, node_file

pytestmark = [pytest.mark.e2e, pytest.mark.node]

WIDTHS = (360, 768, 1440)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What axe cannot tell ("incomplete") and nobody need look at each time: a rule, a part of its reason, a class of the
# element or of one around it.
UNDECIDED = {
    # A cluster's code on its chip, both drawn in SVG: the pair of colours is AccentPalette's, whose contrast is a
    # property test (tests/core/test_colour.py).
    ("color-contrast", "overlapped by another element", "map__code"),
    # A table wider than a phone scrolls in its frame: axe cannot see the colours under what is scrolled out, and does
    # not call one letter text. The same cells are measured at the other widths.
    ("color-contrast", "obscured by another element", "block-table"),
    ("color-contrast", "overlapped by another element", "block-table"),
    ("color-contrast", "too short", "block-table"),
}
RUN = """async ([tags, scope]) => {
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"],
        elementRef: true};
    // An SVG cuts off what it draws outside its frame; axe does not know, and takes the land around a small map for
    // something that lies over the texts beside it. Without such shapes it measures those texts.
    const cut = [...document.querySelectorAll("svg :is(use, path, rect, circle)")].filter((shape) => {
        const [box, frame] = [shape, shape.ownerSVGElement].map((each) => each.getBoundingClientRect());
        return box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
    });
    for (const shape of cut) shape.style.visibility = "hidden";
    const results = await axe.run(scope ?? document, options);
    for (const shape of cut) shape.style.visibility = "";
    const within = (node) => {
        const classes = [];
        for (let each = node.element; each; each = each.parentElement) classes.push(...each.classList);
        return classes;
    };
    const rows = (kind) => results[kind].flatMap((rule) => rule.nodes.map((node) => ({
        kind, rule: rule.id, target: node.target.join(" "), html: node.html.slice(0, 160), within: within(node),
        why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ").slice(0, 240),
    })));
    return [...rows("violations"), ...rows("incomplete")];
}"""


class Finding(TypedDict):
    """One element that breaks a rule, or of which axe cannot tell."""

    kind: str
    rule: str
    target: str
    html: str
    within: list[str]
    why: str


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


def findings(page: Page, tags: tuple[str, ...], scope: str | None = None) -> list[Finding]:
    """What axe says of the page as it stands, or of a part of it, the source of axe being in it.

    It waits until nothing moves: another width or theme starts transitions, and what is half on its way lies over
    what it will not cover.
    """
    page.evaluate(STILL)
    found: list[Finding] = page.evaluate(RUN, [tags, scope])
    return [row for row in found if row["kind"] == "violations" or not is_known(row)]


def is_known(row: Finding) -> bool:
    """Whether `UNDECIDED` says why axe cannot tell."""
    return any(
        row["rule"] == rule and reason in row["why"] and place in row["within"]
        for rule, reason, place in UNDECIDED
    )


def in_words(found: list[Finding]) -> str:
    """Findings as a person reads them in a failure."""
    return "\n".join(
        f"{row['kind']} {row['rule']}: {row['target']}\n    {row['html']}\n    {row['why']}" for row in found
    )


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
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            if found := findings(page, tags):
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
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        said += [f"[{theme}] {in_words([found])}" for found in findings(page, STANDARD, scope)]
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
