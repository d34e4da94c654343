"""The dashboard in a browser: each panel with rows, axe finds nothing, it fits a phone, the checklist is dismissed."""

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
from datetime import timedelta
from django.utils import timezone
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_release, make_user
ours, now = make_cluster("adour", "ADO", "EdTech Adour"), timezone.now()
editor, publisher = (make_user(f"{role}-ado", ours, role) for role in ("editor", "publisher"))
for each in (editor, publisher):
    each.first_name = each.username
    each.save()

def draft(title, author=editor):
    page = make_article(ours, live=False, title=title, owner=author)
    page.save_revision(user=author)
    return page

returned = draft("Quarante classes sans réseau")
review = returned.get_workflow().start(returned, editor).current_task_state
remark = "D’où vient le chiffre ?\\n\\nDites-le, puis soumettez."
review.task.specific.on_action(review, publisher, "reject", comment=remark)
waiting = draft("Une permanence en médiathèque")
waiting.get_workflow().start(waiting, editor)
draft("Un billet du service", publisher)
release = make_release(ours, live=False, title="Un baromètre", owner=editor, go_live_at=now + timedelta(days=2))
release.save_revision(user=editor).publish()
make_article(ours, title="Une actualité parue")
make_article(ours, "ar", live=False, title="مسودة بالعربية", owner=editor).save_revision(user=editor)
image = picture("Un phare", ours, editor)
image.rights_until = timezone.localdate()
image.save()
print(1)
"""


@pytest.fixture(scope="module")
def filled(site: Site) -> Site:
    """With something in each panel of the editor of a cluster in which no other test writes."""
    site.ask(PREPARE)
    return site


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_shuts_nobody_out(filled: Site, person: Callable[[], Person], axe: str, language: str) -> None:
    with speaking(filled, "editor-ado", language):
        editor = person().sign_in("editor-ado")
        page = editor.page
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 900})
            editor.go("/admin/")
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page.locator("#waiting-section blockquote")).to_be_visible()
            assert_shuts_nobody_out(page, axe, "main", widths=(width,))


def test_each_thing_is_once_on_the_screen_and_leads_on(filled: Site, person: Callable[[], Person]) -> None:
    page = person().sign_in("editor-ado").at_home().page
    titles = page.locator(".dashboard-row__title").all_inner_texts()
    assert len(titles) == len(set(titles))
    # On a phone, what to write is below all lists, and one press away.
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("link", name="Écrire…").click()
    expect(page.get_by_role("link", name="Actualité", exact=True).first).to_be_in_viewport()
    page.set_viewport_size({"width": 1366, "height": 900})
    expect(page.get_by_role("link", name="Écrire…")).to_be_hidden()
    page.get_by_role("link", name="Quarante classes sans réseau").click()
    page.wait_for_url("**/edit/")


def test_the_checklist_is_dismissed_for_good(filled: Site, person: Callable[[], Person]) -> None:
    page = person().sign_in("editor-ado").at_home().page
    steps = page.get_by_role("heading", name="Vos premiers pas")
    expect(steps).to_be_visible()
    with page.expect_response("**/dismissibles/"):
        page.get_by_role("button", name="Masquer cette liste").click()
    expect(steps).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name="Ce qui vous attend")).to_be_visible()
    expect(steps).to_have_count(0)
