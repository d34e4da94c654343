"""The editors' guide in a browser: from a screen to its help by keys, a search, axe, and a phone's width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.admin_looks import WIDTHS, assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = [pytest.mark.e2e, pytest.mark.node]

# A chapter with tables and pictures, the contents, what was found, what was not.
SCREENS = {
    "fr": ("fr/2-ecrire/", "fr/", "fr/search/?q=traduction", "fr/search/?q=girafe"),
    "ar": ("en/2-writing/", "en/", "en/search/?q=translation", "en/search/?q=giraffe"),
}

LINK = "header a[href*='/admin/guide/']"


@pytest.mark.parametrize("language", SCREENS)
def test_the_guide_shuts_nobody_out(
    site: Site, person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "editor-gar", language):
        editor = person().sign_in("editor-gar")
        page = editor.page
        for screen in SCREENS[language]:
            assert editor.go(f"/admin/guide/{screen}") == 200
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert_shuts_nobody_out(page, axe, "main", where=screen, is_strict=True)


@pytest.mark.parametrize("language", SCREENS)
def test_the_link_to_the_help_shuts_nobody_out(
    site: Site, person: Callable[[], Person], axe: str, language: str
) -> None:
    """In both of Wagtail's headers: with breadcrumbs, and without."""
    listing = site.ask(
        "from clusters.models import Cluster; from news.models import ArticlePage;"
        "from tests.factories.content import parent_for;"
        "print(parent_for(ArticlePage, Cluster.objects.get(slug='garonne')).pk)"
    )
    with speaking(site, "editor-gar", language):
        editor = person().sign_in("editor-gar")
        page = editor.page
        for screen in ("/admin/images/", f"/admin/pages/{listing}/add_subpage/"):
            assert editor.go(screen) == 200
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                expect(page.locator(LINK)).to_be_in_viewport()
                assert_shuts_nobody_out(
                    page, axe, LINK, where=screen, widths=(width,), is_strict=True, must_fit=False
                )


def test_the_question_mark_leads_to_the_heading_that_tells_of_the_screen(
    person: Callable[[], Person],
) -> None:
    editor = person().sign_in("editor-gar")
    editor.go("/admin/images/")
    page = editor.page
    link = page.locator("header").get_by_role("link", name="Aide sur cet écran")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/guide/fr/2-ecrire/#ajouter-une-image")
    heading = page.get_by_role("heading", name="Ajouter une image")
    expect(heading).to_be_in_viewport()
    # The admin's header, which stays, does not lie over it.
    header = page.locator("header").first.bounding_box()
    box = heading.bounding_box()
    assert header is not None
    assert box is not None
    assert box["y"] >= header["y"] + header["height"]


def test_a_word_leads_from_the_menu_to_its_section(person: Callable[[], Person]) -> None:
    page = person().sign_in("editor-gar").at_home().page
    page.get_by_role("button", name="Aide", exact=True).click()
    page.locator("#wagtail-sidebar").get_by_role("link", name="Guide", exact=True).click()
    page.wait_for_url("**/admin/guide/fr/")
    page.get_by_role("searchbox", name="Rechercher dans le guide").fill("thesaurus")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Le thésaurus").get_by_role("link").click()
    page.wait_for_url("**/admin/guide/fr/6-recherche/#*")
    expect(page.get_by_role("heading", name="Le thésaurus")).to_be_in_viewport()
