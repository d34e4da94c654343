"""A journalist finds whom to call, by topic and language, who is on duty, and takes the text of a release away.

Once in French at a desk, once in Arabic on a phone, in the demo.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.pages import Pages

pytestmark = pytest.mark.e2e


# Whether the other formats of each file begin where its last cell has ended.
OTHER_FORMATS = """() => [...document.querySelectorAll(".files tr:has(.files__others)")].map((row) =>
    row.querySelector(".files__others").getBoundingClientRect().top
        >= row.lastElementChild.getBoundingClientRect().bottom)"""


@dataclass(frozen=True)
class Journey:
    """What a journalist chooses and reads, in a language, on a screen of a width."""

    language: str
    width: int
    topic: str
    spoken: str
    person: str
    telephone: str


JOURNEYS = (
    Journey("fr", 1366, "Intelligence artificielle", "espagnol", "Clément Exemple", "+33536490013"),
    Journey("ar", 360, "الذكاء الاصطناعي", "العربية", "Salma Exemple", "+212522000001"),
)  # fmt: skip


def choose(page: Page, name: str, label: str) -> None:
    """Chooses an option of a filter; on a phone the filters are unfolded first."""
    if not page.locator(".facets__form").is_visible():
        page.locator(".facets__summary").click()
    page.locator(f".facets__option:has(input[name={name}])", has_text=label).click()
    page.wait_for_url(re.compile(rf"[?&]{name}="))


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.language)
def test_a_journalist_finds_a_voice_a_telephone_and_a_text(
    demo: Pages, chromium: Browser, journey: Journey
) -> None:
    context = chromium.new_context(viewport={"width": journey.width, "height": 900}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.site.address)
    page = context.new_page()
    page.goto(demo.url("newsroom", journey.language))
    # Somebody answers now, or it says who does next: each with a number that a telephone dials.
    call = page.locator(".duty__call a").first
    expect(call).to_have_attribute("href", re.compile(r"^tel:\+\d{6,15}$"))
    expect(call.locator("bdi")).to_have_attribute("dir", "ltr")
    page.locator("#press-spokespeople").locator("xpath=..").get_by_role("link").click()
    # A click does not wait for the page it leads to; what is visible is asked of the page that has come.
    page.wait_for_url(re.compile(r"/spokespeople/$"))
    choose(page, "topic", journey.topic)
    choose(page, "language", journey.spoken)
    expect(page.locator(".spokesperson__name")).to_have_text([journey.person])
    telephone = page.locator(".spokesperson a[href^='tel:']")
    expect(telephone).to_have_attribute("href", f"tel:{journey.telephone}")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), "the page is too wide"
    page.goto(demo.url("release", journey.language))
    button = page.locator("[data-copy]").first
    before = button.inner_text()
    button.click()
    expect(button).not_to_have_text(before)
    title = page.locator("h1").inner_text()
    copied = page.evaluate("navigator.clipboard.readText()")
    parts = ["h1", "#release-text .dateline", "#release-contact a[href^='mailto:']", "#boilerplate"]
    texts = [page.locator(part).first.inner_text().strip() for part in parts]
    assert [text for text in texts if text not in copied] == []
    if journey.width < 640:
        assert page.evaluate(OTHER_FORMATS) == [True], "below all that is said of the file itself"
    page.locator("a[href='texte.txt']").click()
    expect(page.locator("body")).to_contain_text(title)
    page.go_back()
    with page.expect_download() as download:
        page.locator("a[href='texte.docx']").click()
    assert download.value.suggested_filename.endswith(".docx")
    assert len(download.value.suggested_filename) > len("texte.docx"), "named after the release"
    context.close()
