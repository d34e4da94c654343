"""On paper: the first page says whose it is, where it stands, from when it is, and whom to call; bullets are kept."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.served.looks import Look, seen
from tests.served.pages import LANGUAGES, Pages
from tests.served.prints import KINDS_ON_PAPER, print_page

pytestmark = pytest.mark.e2e

# What the first page of each type says besides its address, as its screen has it.
FIRST_PAGE = {
    "release": (
        ".release__moment time",
        ".release__contact a[href^='mailto:']",
        ".release__contact a[href^='tel:']",
    ),
    "event": (".event__when .agenda__month", ".details__row dd"),
    "mission": (".event__when .agenda__month", "#apply strong", ".details__row:last-child dd"),
}
BULLETS = """() => [...document.querySelectorAll("ul.block-list")].map((list) => {
    const item = getComputedStyle(list.querySelector("li"));
    return [item.listStyleType, item.display, getComputedStyle(list.querySelector("li"), "::before").display];
})"""


def letters(text: str) -> str:
    """The text without what a printer changes: lines, spaces, marks of direction, hyphens that do not break."""
    return re.sub(r"[\s\u200e\u200f\u2066-\u2069]", "", text.replace("\u2011", "-")).casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_where_from_when_and_whom_to_call(
    demo: Pages, chromium: Browser, tmp_path: Path, language: str
) -> None:
    missing, bullets = [], []
    with seen(chromium, demo, Look(language, 1440)) as page:
        for kind in KINDS_ON_PAPER:
            path = tmp_path / f"{kind}.pdf"
            print_page(page, demo, kind, language, path)
            printed = letters(PdfReader(path).pages[0].extract_text())
            wanted = [demo.url(kind, language)]
            # Arabic letters are shaped and turned in a PDF: there, what is in Latin ones is looked for.
            said = [page.locator(each).first.inner_text() for each in FIRST_PAGE[kind]]
            wanted += [each for each in said if language == "fr" or each.isascii()]
            missing += [(kind, each) for each in wanted if letters(each) not in printed]
            page.emulate_media(media="print")
            bullets += page.evaluate(BULLETS)
            page.emulate_media(media="screen")
    assert missing == []
    assert bullets
    assert {tuple(each) for each in bullets} == {("disc", "list-item", "none")}
