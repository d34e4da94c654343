"""An emergency in a browser: a publisher withdraws a page in two languages by three clicks, and puts it back."""

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
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_user
ours = make_cluster("sarthe", "SAR", "EdTech Sarthe")
publisher = make_user("publisher-sar", ours, "publisher")
image = picture("Un atelier", ours, publisher)
page = make_article(ours, title="Un chiffre à revoir", slug="chiffre", lead_image=image)
make_article(ours, title="Une autre page", lead_image=image)
make_article(ours, "ar", title="رقم يحتاج إلى مراجعة", slug="raqm", translation_key=page.translation_key)
print(json.dumps({"page": page.pk}))
"""
ADDRESSES = ("/fr/clusters/sarthe/actualites/chiffre/", "/ar/clusters/sarthe/news/raqm/")


@pytest.fixture(scope="module")
def key(site: Site) -> int:
    """The key of a public page in two languages, whose image another page shows, too."""
    known: dict[str, int] = json.loads(site.ask(PREPARE))
    return known["page"]


def statuses(visitor: Person) -> list[int]:
    """What a visitor gets."""
    return [visitor.get(address)[0] for address in ADDRESSES]


def test_it_is_gone_in_both_languages_and_comes_back(
    site: Site, key: int, person: Callable[[], Person]
) -> None:
    visitor, publisher = person(), person().sign_in("publisher-sar")
    page = publisher.page
    assert statuses(visitor) == [200, 200]
    publisher.go(f"/admin/pages/{key}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Retrait d’urgence").click()
    page.get_by_label("Motif").fill("Le rectorat conteste ce chiffre.")
    page.get_by_role("button", name="Retirer maintenant").click()
    expect(page.get_by_role("heading", name="Retirée d’urgence")).to_be_visible()
    expect(page.get_by_text("Le rectorat conteste ce chiffre.")).to_be_visible()
    expect(page.locator("main li", has_text="Un atelier")).to_be_visible()
    assert statuses(visitor) == [404, 404]

    publisher.go(f"/admin/pages/{key}/edit/")
    page.get_by_role("link", name="Terminer le retrait").click()
    page.get_by_role("button", name="Remettre en ligne tel quel").click()
    expect(page.get_by_text("De nouveau en ligne : ")).to_be_visible()
    assert statuses(visitor) == [200, 200]


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_its_screens_shut_nobody_out(
    site: Site, key: int, person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "publisher-sar", language):
        publisher = person().sign_in("publisher-sar")
        for action in ("withdraw", "restore"):
            publisher.go(f"/admin/emergency-withdrawal/{key}/")
            assert_shuts_nobody_out(publisher.page, axe, "main")
            publisher.page.locator(f"button[value={action}]").click()
            expect(publisher.page.locator(".messages .success")).to_be_visible()
