"""An Arabic page written in a French admin: its fields run from right to left, what surrounds them does not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Person
from tests.e2e.test_journey import add_block
from tests.served.site import Site

pytestmark = pytest.mark.e2e

NEWS = """
from clusters.models import ClusterPage
from news.models import NewsIndexPage
section = ClusterPage.objects.get(cluster__slug="garonne", locale__language_code="ar")
print(NewsIndexPage.objects.child_of(section).get().pk)
"""


def is_arabic(field: Locator) -> None:
    """It has the language and the direction, and a browser lays it out so."""
    expect(field).to_have_attribute("lang", "ar")
    expect(field).to_have_attribute("dir", "rtl")
    expect(field).to_have_css("direction", "rtl")


def test_the_fields_have_the_direction_of_the_page(site: Site, person: Callable[[], Person]) -> None:
    editor = person().sign_in("editor-gar")
    page = editor.page
    editor.go(f"/admin/pages/add/news/articlepage/{site.ask(NEWS)}/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    is_arabic(page.locator("[name=title]"))
    is_arabic(page.locator("[name=summary]"))
    add_block(editor, "Paragraphe")
    is_arabic(page.locator(".DraftEditor-root").last)
    # Empty, or beginning with a Latin name: the paragraph runs as it will be read.
    expect(page.locator(".public-DraftStyleDefault-block").last).to_have_css("direction", "rtl")
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type("EdTech")
    expect(page.locator(".public-DraftStyleDefault-block").last).to_have_css("direction", "rtl")
    add_block(editor, "Intertitre")
    is_arabic(page.locator("[name=body-1-value]"))
    # Labels, and what is no text of the page, stay as they are.
    expect(page.locator("#page-edit-form")).to_have_css("direction", "ltr")
    assert page.locator("[name=slug], [name=go_live_at]").first.get_attribute("dir") is None
