"""A release of two clusters in a browser: asked, read, refused with a remark, corrected, approved, published."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from tests.factories import make_cluster, make_release, make_user
lead, other = make_cluster("mayenne", "MAY", "EdTech Mayenne"), make_cluster("creuse", "CRE", "EdTech Creuse")
publisher = make_user("publisher-may", lead, "publisher")
make_user("publisher-cre", other, "publisher")
page = make_release(lead, live=False, title="Une charte à deux", slug="charte", owner=publisher,
                    body=[("paragraph", "<p>Onze données, une durée.</p>")])
page.co_signers.set([other])
page.save_revision(user=publisher)
print(json.dumps({"page": page.pk}))
"""
ADDRESS = "/fr/clusters/mayenne/actualites/charte/"


@pytest.fixture(scope="module")
def key(site: Site) -> int:
    """The key of a release that another cluster signs, too."""
    known: dict[str, int] = json.loads(site.ask(PREPARE))
    return known["page"]


def test_the_text_is_asked_about_refused_corrected_and_approved(
    site: Site, key: int, person: Callable[[], Person]
) -> None:
    lead, other, visitor = person().sign_in("publisher-may"), person().sign_in("publisher-cre"), person()
    lead.go(f"/admin/pages/{key}/edit/")
    lead.page.get_by_role("button", name="Actions", exact=True).first.click()
    lead.page.get_by_role("link", name="Co-signatures").click()
    lead.page.get_by_role("button", name="Demander leur accord").click()
    expect(lead.page.get_by_text("sans réponse")).to_be_visible()

    other.at_home()
    other.page.locator("#waiting-section").get_by_role("link", name="Un communiqué à co-signer").click()
    expect(other.page.frame_locator(".co-signatures__text").get_by_text("Onze données")).to_be_visible()
    other.page.get_by_role("button", name="Refuser").click()
    expect(other.page.get_by_text("Dites ce qui est à changer.").first).to_be_visible()
    other.page.get_by_label("Remarque").fill("Il y en a douze.")
    other.page.get_by_role("button", name="Refuser").click()
    expect(other.page.get_by_text("Texte refusé").first).to_be_visible()

    lead.page.reload()
    expect(lead.page.get_by_text("Il y en a douze.")).to_be_visible()
    lead.go(f"/admin/pages/{key}/edit/")
    lead.page.fill("[name=summary]", "Douze données.")
    lead.page.locator("footer [name=action-publish]").click()
    expect(lead.page.get_by_text("attend l’accord de ses co-signataires").first).to_be_visible()
    expect(lead.page.locator("[name=summary]")).to_have_value("Douze données.")
    lead.page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    expect(lead.page.locator(".messages .success")).to_be_visible()
    lead.go(f"/admin/co-signatures/{key}/")
    lead.page.get_by_role("button", name="Demander leur accord").click()

    other.go(f"/admin/co-signatures/{key}/")
    expect(other.page.frame_locator(".co-signatures__text").get_by_text("Douze données.")).to_be_visible()
    other.page.get_by_role("button", name="Approuver ce texte").click()
    expect(other.page.get_by_text("Texte approuvé")).to_be_visible()
    assert visitor.get(ADDRESS)[0] == 404
    lead.go(f"/admin/pages/{key}/edit/")
    lead.page.locator("footer [name=action-publish]").click()
    expect(lead.page.get_by_text("Publiée : « ")).to_be_visible()
    visitor.go(ADDRESS)
    expect(visitor.page.get_by_text("Un communiqué de :")).to_contain_text("EdTech Creuse")

    # What it agreed to may be taken back, whatever the lead writes since.
    lead.go(f"/admin/pages/{key}/edit/")
    lead.page.fill("[name=summary]", "Treize données.")
    lead.page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    expect(lead.page.locator(".messages .success")).to_be_visible()
    other.go(f"/admin/co-signatures/{key}/")
    expect(other.page.get_by_text("Elle est publique.")).to_be_visible()
    other.page.get_by_role("button", name="Retirer notre accord").click()
    expect(other.page.get_by_text("Dites ce qui est à changer.").first).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_its_screen_shuts_nobody_out(
    site: Site, key: int, person: Callable[[], Person], axe: str, language: str
) -> None:
    for name in ("publisher-may", "publisher-cre"):
        with speaking(site, name, language):
            somebody = person().sign_in(name)
            assert somebody.go(f"/admin/co-signatures/{key}/") == 200
            assert_shuts_nobody_out(somebody.page, axe, "main")
