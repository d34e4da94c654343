"""Large text, small windows, still pages: nothing is lost, and nothing moves for those who asked for that.

Each page is loaded once a language and read with text at 200 %, in a window zoomed to 200 %, 320 pixels wide, and with
the spacing of text that WCAG 1.4.12 lets a reader set.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.probes import LOST, MOVING, listed
from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, Pages

pytestmark = pytest.mark.e2e

OURS = [kind for kind in KINDS if kind not in OF_WAGTAIL]
# Name, width of the window in CSS pixels, size of the root's font.
SIZES = (("text at 200 %", 1280, "200%"), ("a window at 200 %", 640, ""), ("320 pixels", 320, ""))

# A reader's own style sheet, as the success criterion has it.
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One page for all, still."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def lost(page: Page, width: int, size: str) -> list[str]:
    """What cannot be read at a width with a size of text; the window is as high as the page."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
    height: int = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, 16_000)})
    return listed(page, LOST)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OURS)
def test_nothing_is_lost_and_nothing_moves(demo: Pages, page: Page, kind: str, language: str) -> None:
    demo.open(page, kind, language)
    said = [f"{name}: {words}" for name, width, size in SIZES for words in lost(page, width, size)]
    page.evaluate(SPACED)
    said += [f"spaced text: {words}" for width in (360, 1280) for words in lost(page, width, "")]
    said += listed(page, MOVING)
    assert not said, f"{page.url}\n" + "\n".join(said)


def test_what_is_lost_is_reported(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(
        "<p style='width:2000px'>wide</p><p class=cut style='height:1em;line-height:1.5;overflow:hidden'>one<br>two</p>"
        "<div style='position:relative'><p>under</p><b style='position:absolute;inset:0;background:red'></b></div>"
        "<a class=split style='display:inline-flex'>join <bdi>x</bdi></a>"
        "<p class=slow style='transition:color 1s'>x</p>"
    )
    said = " ".join(lost(page, 640, ""))
    assert "sideways" in said
    assert "cut off: p.cut" in said
    assert "covered: p. “under”" in said
    assert "in pieces: a.split" in said
    assert listed(page, MOVING) == ["transition of P.slow"]
