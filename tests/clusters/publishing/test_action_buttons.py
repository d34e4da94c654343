"""The foot of the editor, as each person finds it: next step and decision are buttons, the rest is in the menu."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from lxml.html import fromstring
from wagtail.models import Page

from clusters.publishing.review import approval_label
from fedcms.users.models import User
from tests.clusters.publishing.world import World, client_of, loaded
from tests.factories import make_user

IN_MENU = "@data-w-dropdown-target='content'"


def foot(response: HttpResponse) -> tuple[list[str], list[str]]:
    """The labels of the buttons that are seen, in their order, and of those in the menu."""
    (footer,) = fromstring(response.content.decode()).xpath("//footer[contains(@class, 'footer')]")
    items = footer.xpath(".//*[self::button or self::a][contains(@class, 'button')]")
    seen, menu = [], []
    for item in items:
        label = " ".join(item.text_content().split())
        if item.xpath(f"ancestor::*[{IN_MENU}]"):
            menu.append(label)
        elif "w-dropdown__toggle" not in item.get("class"):
            seen.append(label)
    return seen, menu


SAVE, SUBMIT, PUBLISH = "Enregistrer le brouillon", "Soumettre à la relecture", "Publier"


@pytest.fixture
def editor(world: World) -> User:
    return make_user("edith", world.cluster)


@pytest.mark.django_db
class TestWhoWrites:
    def test_submits_a_draft_with_one_button(self, world: World, editor: User) -> None:
        seen, menu = foot(client_of(editor).get(world.edit_url(world.draft)))
        assert seen == [SUBMIT, SAVE]
        assert PUBLISH not in menu

    def test_does_so_from_a_new_page(self, world: World, editor: User) -> None:
        url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", world.listing.pk])
        assert foot(client_of(editor).get(url)) == ([SUBMIT, SAVE], [])

    def test_submits_again_what_was_sent_back(self, world: World, editor: User) -> None:
        state = world.submitted.current_workflow_task_state
        state.task.specific.on_action(state, world.publisher, "reject", comment="Plus court.")
        seen, _menu = foot(client_of(editor).get(world.edit_url(world.submitted)))
        assert seen == ["Soumettre de nouveau", SAVE]

    def test_takes_back_what_is_in_review(self, world: World, editor: User) -> None:
        page = world.draft
        page.get_workflow().start(page, editor)
        seen, menu = foot(client_of(editor).get(world.edit_url(page)))
        assert seen[0] == "Retirer de la relecture"
        assert SAVE not in seen + menu
        assert not any(label.startswith("Approuver") for label in seen + menu)

    def test_moves_no_schedule(self, world: World, editor: User) -> None:
        seen, menu = foot(client_of(editor).get(world.edit_url(world.scheduled)))
        assert "Déplacer la diffusion" not in seen + menu


@pytest.mark.django_db
class TestWhoPublishes:
    def test_publishes_or_submits_a_draft(self, world: World) -> None:
        make_user("pia", world.cluster, "publisher")
        seen, _menu = foot(world.as_publisher().get(world.edit_url(world.draft)))
        assert seen == [PUBLISH, SUBMIT, SAVE]

    def test_decides_on_what_is_in_review(self, world: World) -> None:
        seen, menu = foot(world.as_publisher().get(world.edit_url(world.submitted)))
        assert seen == ["Approuver et publier", "Renvoyer pour reprise", SAVE]
        assert "Approuver avec une remarque" in menu
        assert PUBLISH in menu
        assert "Retirer de la relecture" in menu

    def test_decides_on_a_translation_in_review(self, world: World) -> None:
        seen, menu = foot(world.as_publisher().get(world.edit_url(world.target(world.reviewed))))
        assert seen[-2:] == ["Renvoyer pour reprise", "Approuver et publier"]
        assert seen[0] == SAVE
        assert "Publier en Anglais" in menu or "Publier en English" in menu

    def test_moves_an_approved_schedule(self, world: World) -> None:
        answer = world.as_publisher().get(world.edit_url(world.scheduled))
        seen, _menu = foot(answer)
        assert seen[0] == "Déplacer la diffusion"
        assert reverse("publication_schedule:move", args=[world.scheduled.pk]) in answer.content.decode()

    def test_goes_back_to_an_earlier_version(self, world: World) -> None:
        revision = Page.objects.get(pk=world.draft.pk).latest_revision
        url = reverse("wagtailadmin_pages:revisions_revert", args=[world.draft.pk, revision.pk])
        seen, _menu = foot(world.as_publisher().get(url))
        assert len(seen) == 2
        assert seen[0] == "Publier cette version"


@pytest.mark.django_db
class TestTheMomentBeforeTheApproval:
    def put_off(self, world: World, typed: str) -> HttpResponse:
        form = world.form(world.submitted, **loaded(world.submitted)) | {"go_live_at": typed}
        return world.as_publisher().post(world.edit_url(world.submitted), form)

    def approval(self, world: World) -> str:
        seen, _menu = foot(world.as_publisher().get(world.edit_url(world.submitted)))
        return seen[0].replace("\u2068", "").replace("\u2069", "").replace("\xa0", " ")

    def test_stands_on_the_button_with_its_zone(self, world: World) -> None:
        self.put_off(world, "12/03/2040 09:00")
        assert self.approval(world) == "Approuver, diffusion le 12/03/2040 à 09:00 (Europe/Paris)"
        _seen, menu = foot(world.as_publisher().get(world.edit_url(world.submitted)))
        assert "Approuver avec une remarque" in menu, "without the zone of a moment that it does not name"

    def test_until_it_has_come(self, world: World) -> None:
        moment = timezone.localtime() + timedelta(hours=2)
        self.put_off(world, moment.strftime("%d/%m/%Y %H:%M"))
        moment = moment.replace(second=0, microsecond=0)
        with time_machine.travel(moment - timedelta(seconds=1), tick=False):
            assert self.approval(world).startswith("Approuver, diffusion le ")
        with time_machine.travel(moment, tick=False):
            assert self.approval(world) == "Approuver et publier"

    def test_follows_what_is_typed(self, world: World) -> None:
        form = world.form(world.submitted, **loaded(world.submitted)) | {"go_live_at": "12/03/2040 09:00"}
        answer = world.as_publisher().post(
            world.edit_url(world.submitted), form, headers={"accept": "application/json"}
        )
        assert "Approuver, diffusion le 12/03/2040 à 09:00" in answer.json()["html"]

    def test_stands_in_the_translation_editor_too(self, world: World) -> None:
        target = world.target(world.reviewed)
        Page.objects.filter(pk=target.pk).update(go_live_at=timezone.now() + timedelta(days=400))
        revision = Page.objects.get(pk=target.pk).latest_revision
        revision.content["go_live_at"] = (timezone.now() + timedelta(days=400)).isoformat()
        revision.save()
        html = world.as_publisher().get(world.edit_url(target)).content.decode()
        assert "Approuver, diffusion le " in html
        assert "Approuver et publier" not in html

    def test_is_written_as_the_interface_writes_it(self, world: World) -> None:
        world.submitted.go_live_at = timezone.now() + timedelta(days=3)
        day = timezone.localtime(world.submitted.go_live_at).strftime("%d/%m/%Y")
        for language in ("fr", "en", "es", "ar"):
            with translation.override(language):
                assert day in approval_label(world.submitted)
