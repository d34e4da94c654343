"""How people see the site: a language, the width of a screen, a theme; and a picture of a page as they see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.served.pages import ALL_LANGUAGES, Pages

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
# A phone, a tablet held upright, a desk: with the height of the window.
SCREENS = {390: 844, 768: 1024, 1440: 900}

ALL_PICTURES = """() => Promise.all([...document.images].map((each) => {
    each.loading = "eager";
    return each.complete || new Promise((done) => { each.onload = done; each.onerror = done; });
}))"""


@dataclass(frozen=True)
class Look:
    """How somebody sees the site."""

    language: str
    width: int
    theme: Theme = "light"
    scale: int = 1

    @property
    def name(self) -> str:
        """The name of the look's folder and sheets."""
        return f"{self.language}-{self.width}-{self.theme}"


LOOKS = [Look(language, width, theme) for language in ALL_LANGUAGES for width in SCREENS for theme in THEMES]


@contextmanager
def seen(browser: Browser, pages: Pages, look: Look) -> Iterator[Page]:
    """Yields a page of a browser that sees the site so, nothing moving, the fonts in its cache."""
    context = browser.new_context(
        viewport={"width": look.width, "height": SCREENS[look.width]},
        device_scale_factor=look.scale,
        color_scheme=look.theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    # A font is used when it is there.
    pages.open(page, "home", look.language)
    yield page
    context.close()


def open_whole(page: Page, pages: Pages, kind: str, language: str) -> None:
    """Opens a type of page with all its pictures; lazy ones come only when they are near."""
    pages.open(page, kind, language)
    page.evaluate(ALL_PICTURES)
