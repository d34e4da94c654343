"""A release and its event go out together: put into a bundle, refused, mended, approved, and public at once."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.e2e.probes import tab_to
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from tests.factories import make_cluster, make_event, make_release, make_user
ours = make_cluster("indre", "IND", "EdTech Indre")
editor = make_user("editor-ind", ours)
make_user("publisher-ind", ours, "publisher")
release = make_release(ours, live=False, title="Un plan régional", slug="plan", owner=editor)
release.summary = ""
release.save_revision(user=editor, clean=False)
event = make_event(ours, live=False, title="La présentation du plan", slug="presentation", owner=editor)
event.save_revision(user=editor)
print(json.dumps({"release": release.pk, "event": event.pk}))
"""
COMES = """
from tests.clusters.bundles.support import publish_now
print(publish_now("Le plan"))
"""
ADDRESSES = ("/fr/clusters/indre/actualites/plan/", "/fr/clusters/indre/agenda/presentation/")


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, int]:
    """The keys of a release that is not finished and of its event."""
    known: dict[str, int] = json.loads(site.ask(PREPARE))
    return known


def statuses(visitor: Person) -> list[int]:
    """What a visitor gets."""
    return [visitor.get(address)[0] for address in ADDRESSES]


def test_it_is_made_approved_and_goes_out_as_one(
    site: Site, keys: dict[str, int], person: Callable[[], Person]
) -> None:
    visitor, editor = person(), person().sign_in("editor-ind")
    page = editor.page
    page.set_viewport_size({"width": 1366, "height": 900})
    # By keys: a new bundle from the release's own editor.
    editor.go(f"/admin/bundles/page/{keys['release']}/")
    leave_by(page, "main a[href*='/bundles/new/']")
    tab_to(page, "[name=title]")
    page.keyboard.type("Le plan")
    tab_to(page, "[name=moment]")
    page.keyboard.type("28/11/2040 9h")
    leave_by(page, "main form button[type=submit]")
    expect(page.get_by_role("heading", name="Lot « \u2068Le plan\u2069 »")).to_be_visible()
    page.get_by_label("Ajouter une page").select_option(
        label="\u2068La présentation du plan\u2069 (Événement, Français)"
    )
    page.get_by_role("button", name="Ajouter au lot").click()
    page.get_by_role("button", name="Demander l’approbation").click()
    expect(page.get_by_text("à approuver").first).to_be_visible()
    editor.go(f"/admin/pages/{keys['event']}/edit/")
    expect(page.get_by_text("À paraître avec 1 autre page, le 28 novembre 2040 à 9 h")).to_be_visible()

    publisher = person().sign_in("publisher-ind").at_home()
    page = publisher.page
    leave_by(page, "#waiting-section a[href*='/bundles/']")
    leave_by(page, "main button[value=approve]")
    refused = page.get_by_role("alert").filter(has_text="Un plan régional")
    expect(refused).to_contain_text("Écrivez une ou deux phrases")
    publisher.go(f"/admin/pages/{keys['release']}/edit/")
    page.fill("[name=summary]", "Un plan pour réparer avant de racheter.")
    page.locator("footer [name=action-publish]").click()
    expect(page.get_by_text("fait partie du lot").first).to_be_visible()
    page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.get_by_role("link", name="Ouvrir le lot").first.click()
    page.get_by_role("button", name="Approuver et programmer").click()
    expect(page.get_by_text("toutes ses pages paraîtront ensemble le 28 novembre 2040")).to_be_visible()
    assert statuses(visitor) == [404, 404]

    assert json.loads(site.ask(COMES)) == 2
    assert statuses(visitor) == [200, 200]
    page.reload()
    expect(page.get_by_text("Paru le")).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_its_screens_shut_nobody_out(
    site: Site, keys: dict[str, int], person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "publisher-ind", language):
        publisher = person().sign_in("publisher-ind")
        for address in ("", "new/"):
            publisher.go(f"/admin/bundles/{address}")
            assert_shuts_nobody_out(publisher.page, axe, "main")
        made = json.loads(site.ask(HELD.format(language)))
        for address in (f"bundles/{made['bundle']}/", f"pages/{made['page']}/edit/"):
            publisher.go(f"/admin/{address}")
            scope = "main" if "bundles" in address else ".in-bundle"
            assert_shuts_nobody_out(publisher.page, axe, scope)


HELD = """
import json
from datetime import timedelta
from django.utils import timezone
from clusters.models import Bundle, Cluster
from clusters.publishing.bundles.composition import add
from fedcms.users.models import User
from tests.factories import make_article
ours, editor = Cluster.objects.get(slug="indre"), User.objects.get(username="editor-ind")
bundle = Bundle.objects.create(cluster=ours, title="Un lot retenu, {0}", created_by=editor,
    moment=timezone.now() + timedelta(days=2))
page = make_article(ours, live=False, title="Une page du lot, {0}", owner=editor)
add(bundle.pk, page, editor)
reasons = {{code: [[page.title, "Ses droits finissent."]] for code in ("fr", "en", "es", "ar")}}
Bundle.objects.filter(pk=bundle.pk).update(state="held", held_at=timezone.now(), held_reasons=reasons)
print(json.dumps({{"bundle": bundle.pk, "page": page.pk}}))
"""
