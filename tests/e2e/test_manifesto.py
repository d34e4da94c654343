"""From the manifesto's axis to its latest proof: in French on a wide screen, in Arabic on a phone, scripts or none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

DESKTOP, PHONE = 1366, 360
WAYS = [("fr", DESKTOP, True), ("fr", DESKTOP, False), ("ar", PHONE, True), ("ar", PHONE, False)]
MENU = {"fr": "Manifeste vivant", "ar": "البيان الحيّ"}
AXIS = {"fr": "Axe 2", "ar": "المحور 2"}


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'scripts' if way[2] else 'bare'}")
def visit(request: pytest.FixtureRequest, demo: Pages, chromium: Browser) -> Iterator[tuple[str, int, Page]]:
    """A visitor who has opened the home page: the language, the window's width, the page."""
    language, width, scripts = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale=language
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(demo.url("home", language))
    yield language, width, page
    context.close()


def open_manifesto(language: str, width: int, page: Page) -> None:
    """By the main menu, which a phone has behind a button."""
    if width == PHONE:
        page.locator(".menu-button").click()
    page.locator(".nav__link", has_text=MENU[language]).click()
    expect(page.locator("h1")).to_have_text(MENU[language])


def test_an_axis_leads_to_its_latest_proof(visit: tuple[str, int, Page]) -> None:
    language, width, page = visit
    open_manifesto(language, width, page)
    tile = page.locator("article.commitment#axe-2")
    expect(tile.locator(".commitment__label")).to_contain_text(AXIS[language])
    # Nothing is wider than the window.
    assert tile.bounding_box()["width"] <= width  # type: ignore[index]  # it is visible
    proof = tile.locator(".proof__title a")
    title = proof.inner_text()
    proof.click()
    expect(page.locator("main h1")).to_have_text(title)


def test_an_axis_leads_to_all_its_proofs_and_to_those_of_one_cluster(visit: tuple[str, int, Page]) -> None:
    language, width, page = visit
    open_manifesto(language, width, page)
    tile = page.locator("article.commitment#axe-2")
    expect(tile.locator(".commitment__people a").first).to_be_visible()
    latest = tile.locator(".proof__title").inner_text()
    tile.locator(".commitment__title a").click()
    expect(page.locator(".commitment__label")).to_contain_text(AXIS[language])
    shown = page.locator(".proofs .proof__title")
    expect(shown.first).to_have_text(latest)
    before = shown.count()
    assert before > 1
    page.locator(".commitment__clusters a", has_text="QUE").first.click()
    expect(page.locator(".proofs > li")).to_have_count(1)
    expect(page.locator(".proofs .chip")).to_contain_text("QUE")
    expect(page.locator(".commitment__clusters a[aria-current=true]")).to_have_count(1)
    page.locator(".section__more").click()
    expect(page.locator(".proofs > li")).to_have_count(before)


def test_a_commitment_without_proof_says_so(visit: tuple[str, int, Page]) -> None:
    language, width, page = visit
    open_manifesto(language, width, page)
    empty = page.locator(".commitment--empty")
    expect(empty).to_have_count(1)
    expect(empty.locator(".commitment__nothing")).to_be_visible()
