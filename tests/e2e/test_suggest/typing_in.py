"""Short words for a reader who types into the search box of the masthead."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Response, expect

API = "/api/search/suggestions/"


def box_of(page: Page) -> Locator:
    """The search box of the masthead."""
    return page.locator("#site-search")


def type_in(page: Page, words: str) -> Locator:
    """Types into the box of the masthead and waits for the list: that of all that was typed, not of its beginning."""

    def answers_all(response: Response) -> bool:
        address = urlsplit(response.url)
        return address.path == API and parse_qs(address.query)["q"][0].endswith(words)

    with page.expect_response(answers_all) as answer:
        box_of(page).press_sequentially(words)
    answer.value.finished()
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
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
