"""Short words for a reader who types into the search box of the masthead."""

from playwright.sync_api import Locator, Page, expect

API = "/api/search/suggestions/"


def box_of(page: Page) -> Locator:
    """The search box of the masthead."""
    return page.locator("#site-search")


def type_in(page: Page, words: str) -> Locator:
    """Types into the box of the masthead and waits for the list."""
    box_of(page).press_sequentially(words)
    options = page.locator("#site-search-suggestions:not([hidden]) [role=option]")
    expect(options.first).to_be_visible()
    return options


def chosen(page: Page) -> str | None:
    """The text of the option that assistive technology is told of."""
    told: str | None = page.evaluate(
        "() => document.getElementById("
        "document.querySelector('#site-search').getAttribute('aria-activedescendant'))?.innerText"
    )
    return told
