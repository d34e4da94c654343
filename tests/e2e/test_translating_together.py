"""Two people with the same translation open: neither writes over what they have not seen, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

TITLE = "Une matinée pour comparer deux tableaux numériques"
FIRST, SECOND = "A morning to compare two digital boards", "Comparing two boards in a morning"
PREPARE = f"""
from clusters.models import Cluster
from tests.factories import make_article
print(make_article(Cluster.objects.get(slug="garonne"), title={TITLE!r}, slug="deux-tableaux").pk)
"""


def segment_of(someone: Person) -> Locator:
    """The title, with what is said and may be pressed beside it."""
    source = someone.page.locator(".translation-text__source").filter(has_text=TITLE)
    return someone.page.locator(".translation-text").filter(has=source).first


def type_title(someone: Person, words: str) -> None:
    """Types a translation of the title and saves it."""
    segment_of(someone).locator("textarea").fill(words)
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name="Enregistrer le brouillon").click()


def test_who_comes_second_reads_the_words_of_the_first_before_they_replace_them(
    site: Site, person: Callable[[], Person]
) -> None:
    page_id = int(site.ask(PREPARE))
    editor, publisher = person().sign_in("editor-gar"), person().sign_in("publisher-gar")
    editor.go(f"/admin/localize/submit/page/{page_id}/")
    editor.page.get_by_label("English").check()
    editor.page.locator("main form [type=submit]").last.click()
    editor.page.wait_for_url("**/edit/")
    publisher.page.goto(editor.page.url)
    expect(segment_of(publisher)).to_be_visible()

    type_title(editor, FIRST)
    expect(segment_of(editor).locator("textarea")).to_have_value(FIRST)

    type_title(publisher, SECOND)
    # Whose words they are and what they say; what was typed stays.
    expect(segment_of(publisher)).to_contain_text(FIRST)
    expect(segment_of(publisher).locator("textarea")).to_have_value(SECOND)
    editor.page.reload()
    expect(segment_of(editor).locator("textarea")).to_have_value(FIRST)

    type_title(publisher, SECOND)
    expect(segment_of(publisher)).not_to_contain_text(FIRST)
    editor.page.reload()
    expect(segment_of(editor).locator("textarea")).to_have_value(SECOND)
