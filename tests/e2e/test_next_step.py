"""A visitor’s next step: to join, to a sent message, to a like article, to a print-size picture.

In French on a wide screen, in Arabic on a phone, with scripts and without.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from fedcms.media.embedded_rights import read_embedded_rights
from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

DESKTOP, PHONE = 1366, 360
WAYS = [("fr", DESKTOP, True), ("fr", DESKTOP, False), ("ar", PHONE, True), ("ar", PHONE, False)]
TOWN = {"fr": "Saint malo", "ar": "رين"}
CLUSTER = {"fr": "EdTech Bretagne", "ar": "إدتك بريتاني"}
CONTACT = {"fr": "contact", "ar": "اتصل بنا"}
# A form is not sent sooner: fedcms takes who is quicker for a machine.
A_PERSON_WRITES_MS = 3200
PRINT_PIXELS = 1500
CODE = 3
"""The letters of a cluster’s code, with which its badge begins."""


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'scripts' if way[2] else 'bare'}")
def visit(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[str, Page]]:
    """A visitor: the language, and the page of a new browser."""
    language, width, scripts = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale=language
    )
    context.set_default_timeout(PATIENCE_MS)
    yield language, context.new_page()
    context.close()


def test_find_my_cluster_leads_to_its_page_to_join(demo: Pages, visit: tuple[str, Page]) -> None:
    language, page = visit
    page.goto(demo.url("home", language))
    page.locator("footer a[href$='#find']").click()
    page.locator("#find-town").fill(TOWN[language])
    page.locator("#find-town").press("Enter")
    answer = page.locator(".finder__answer")
    expect(answer.locator(".found-cluster")).to_have_count(1)
    answer.locator("a.button").click()
    expect(page.locator("main h1")).to_contain_text(CLUSTER[language])
    assert page.url.endswith("/contact/join/")
    expect(page.locator("main form [name=organisation]")).to_be_visible()


def test_contact_typed_in_the_search_leads_to_a_sent_message(demo: Pages, visit: tuple[str, Page]) -> None:
    language, page = visit
    page.goto(demo.url("search-blank", language))
    box = page.locator("main .searchbox input")
    box.fill(CONTACT[language])
    box.press("Enter")
    page.locator("main .dispatch__title a").first.click()
    assert page.url == demo.url("contact", language)
    for name, words in {
        "name": "Une lectrice",
        "email": "lectrice@lycee.example",
        "subject": "Une question",
    }.items():
        page.locator(f"main form [name={name}]").fill(words)
    page.locator("main form [name=message]").fill("Comment participer à l’atelier ?")
    page.wait_for_timeout(A_PERSON_WRITES_MS)
    page.locator("main form.narrow [type=submit]").click()
    expect(page.locator(".notice--good")).to_be_visible()


def test_an_article_leads_to_another_cluster_s_on_the_same_topic(
    demo: Pages, visit: tuple[str, Page]
) -> None:
    language, page = visit
    page.goto(demo.url("article", language))
    own = page.locator("main .chip").first.inner_text()[:CODE]
    neighbour = page.locator(".neighbour").first
    code, title = neighbour.locator(".chip").inner_text()[:CODE], neighbour.locator("h3").inner_text()
    assert code != own
    neighbour.locator("h3 a").click()
    expect(page.locator("main h1")).to_have_text(title)
    expect(page.locator("main .chip").first).to_contain_text(code)


def test_a_journalist_takes_a_print_size_picture_with_its_credit(
    demo: Pages, visit: tuple[str, Page]
) -> None:
    language, page = visit
    page.goto(demo.url("release", language))
    rows = page.locator(".release__files .files tbody tr")
    row = rows.filter(has_text=re.compile("JPEG|JPG|PNG")).last
    credit = row.locator("td").nth(2)
    expect(credit).not_to_have_text("—")
    with page.expect_download() as taken:
        row.locator("th a").click()
    content = io.BytesIO(Path(taken.value.path()).read_bytes())
    picture = Image.open(content)
    assert picture.format in ("JPEG", "PNG")
    assert max(picture.size) >= PRINT_PIXELS
    # As editing programs show it, long after the page was closed.
    assert read_embedded_rights(content).credit == credit.inner_text().strip()


def test_a_button_that_copied_an_address_is_again_as_it_was(demo: Pages, reader: Page) -> None:
    """What it says to a screen reader alone does not come to be seen."""
    reader.clock.install()
    reader.goto(demo.url("feeds", "fr"))
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.site.address)
    button = reader.locator("button[data-copy]").first
    before = button.inner_html()
    assert 'class="vh"' in before
    button.click()
    expect(button).to_have_text("Adresse copiée")
    assert str(reader.evaluate("() => navigator.clipboard.readText()")).startswith(demo.site.address)
    reader.clock.fast_forward(3000)
    button.click()
    expect(button).to_have_text("Adresse copiée")
    reader.clock.fast_forward(3000)
    expect(button).to_have_text("Adresse copiée")
    reader.clock.fast_forward(3000)
    assert button.inner_html() == before
