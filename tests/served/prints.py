"""What a reader takes on paper: a page as Chromium prints it into a PDF."""

from pathlib import Path

from playwright.sync_api import Page

from tests.served.looks import open_whole
from tests.served.pages import Pages

KINDS_ON_PAPER = ("release", "event", "mission")


def print_page(page: Page, pages: Pages, kind: str, language: str, path: Path) -> None:
    """Writes a type of page as its reader would print it, on A4."""
    open_whole(page, pages, kind, language)
    page.emulate_media(media="print", color_scheme="light")
    page.pdf(path=path, format="A4", prefer_css_page_size=True, print_background=False)
    page.emulate_media(media="screen")
