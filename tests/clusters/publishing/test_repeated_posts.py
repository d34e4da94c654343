"""A form that is sent twice, comes late or is an autosave does its action once, and loses no text."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import TITLE, World, all_rows, loaded
from tests.factories import make_user

PUBLISH = {"action-publish": "1"}
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
JSON = {"accept": "application/json"}


def actions_of(page: ArticlePage) -> list[str]:
    """The page's history, oldest first."""
    return list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True))


def post(world: World, page: ArticlePage, form: dict[str, str], **headers: object) -> HttpResponse:
    return world.as_publisher().post(world.edit_url(page), form, headers=headers or None)


@pytest.mark.django_db
class TestDoubleClick:
    """The same form twice."""

    def test_publishes_once(self, world: World) -> None:
        form = world.form(world.draft, **PUBLISH, **loaded(world.draft))
        first, second = post(world, world.draft, form), post(world, world.draft, form)
        assert [first.status_code, second.status_code] == [302, 302]
        page = ArticlePage.objects.get(pk=world.draft.pk)
        assert (page.title, page.live, page.has_unpublished_changes) == (TITLE, True, False)
        assert actions_of(page).count("wagtail.publish") == 1
        assert "Rien n’a été fait de plus" in shown_messages(second)

    def test_approves_once(self, world: World) -> None:
        form = world.form(world.submitted, **APPROVE, **loaded(world.submitted))
        first, second = post(world, world.submitted, form), post(world, world.submitted, form)
        assert [first.status_code, second.status_code] == [302, 302]
        page = ArticlePage.objects.get(pk=world.submitted.pk)
        assert (page.title, page.live, page.has_unpublished_changes) == (TITLE, True, False)
        assert actions_of(page).count("wagtail.workflow.approve") == 1
        assert actions_of(page).count("wagtail.publish") == 1

    def test_goes_back_to_an_earlier_text_once(self, world: World) -> None:
        earlier = Page.objects.get(pk=world.draft.pk).latest_revision
        newer = world.form(world.draft, **loaded(world.draft)) | {"title": "Un titre plus récent"}
        post(world, world.draft, newer)
        address = reverse("wagtailadmin_pages:revisions_revert", args=[world.draft.pk, earlier.pk])
        shown = {"title": earlier.as_object().title, "slug": earlier.as_object().slug}
        form = world.form(world.draft, **PUBLISH, **loaded(world.draft)) | shown
        first, second = (world.as_publisher().post(address, form) for _ in range(2))
        assert [first.status_code, second.status_code] == [302, 302]
        assert actions_of(world.draft).count("wagtail.publish") == 1
        assert actions_of(world.draft).count("wagtail.revert") == 1

    def test_does_not_publish_again_what_was_taken_offline_since(self, world: World) -> None:
        form = world.form(world.draft, **PUBLISH, **loaded(world.draft))
        post(world, world.draft, form)
        world.as_publisher().post(reverse("wagtailadmin_pages:unpublish", args=[world.draft.pk]))
        slug = ArticlePage.objects.get(pk=world.draft.pk).slug
        late = post(world, world.draft, form | {"slug": slug})
        assert "Rien n’a été fait de plus" in shown_messages(late)
        assert ArticlePage.objects.get(pk=world.draft.pk).live is False

    def test_takes_offline_once(self, world: World) -> None:
        address = reverse("wagtailadmin_pages:unpublish", args=[world.live.pk])
        first, second = (world.as_publisher().post(address) for _ in range(2))
        assert [first.status_code, second.status_code] == [302, 302]
        assert actions_of(world.live).count("wagtail.unpublish") == 1
        assert "Rien n’a été fait de plus" in shown_messages(second)

    def test_does_not_take_offline_what_waits_for_its_moment_and_says_why(self, world: World) -> None:
        """The screen was opened before somebody scheduled a new version: the page is locked until that is cancelled."""
        moment = timezone.now() + timedelta(days=1)
        world.live.go_live_at = moment
        world.live.save_revision(approved_go_live_at=moment)
        assert ArticlePage.objects.get(pk=world.live.pk).live
        address = reverse("wagtailadmin_pages:unpublish", args=[world.live.pk])
        for answer in (world.as_publisher().get(address), late := world.as_publisher().post(address)):
            assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[world.live.pk])
        assert "Rien n’a été fait de plus" in shown_messages(late)
        assert ArticlePage.objects.get(pk=world.live.pk).live


@pytest.mark.django_db
class TestTwoTabs:
    """Forms that show an earlier state of the page."""

    def test_another_text_of_an_old_tab_is_kept_in_the_form(self, world: World) -> None:
        old = loaded(world.draft)
        post(world, world.draft, world.form(world.draft, **PUBLISH, **old))
        before = all_rows()
        late = post(
            world, world.draft, world.form(world.draft, **PUBLISH, **old) | {"title": "Le titre du second"}
        )
        assert late.status_code == 200
        assert "Le titre du second" in late.content.decode()
        assert "la page a changé depuis que vous l’avez ouverte" in shown_messages(late)
        assert late.context["autosave_enabled"] is False, "it would put the old text over the new one"
        assert all_rows() == before
        again = world.form(world.draft, **PUBLISH, **loaded(world.draft)) | {"title": "Le titre du second"}
        assert post(world, world.draft, again).status_code == 302
        assert ArticlePage.objects.get(pk=world.draft.pk).title == "Le titre du second"

    def test_an_old_tab_that_shows_what_was_saved_since_acts(self, world: World) -> None:
        """Its own autosave, for instance, of which it does not know."""
        old = loaded(world.draft)
        form = world.form(world.draft) | {"title": "Enregistré entre-temps", "slug": "enregistre-entre-temps"}
        post(world, world.draft, form | old, **JSON)
        assert loaded(world.draft) != old
        assert post(world, world.draft, form | PUBLISH | old).status_code == 302
        page = ArticlePage.objects.get(pk=world.draft.pk)
        assert (page.title, page.live, page.has_unpublished_changes) == (
            "Enregistré entre-temps",
            True,
            False,
        )

    def test_an_old_tab_without_a_text_of_its_own_takes_nothing_back(self, world: World) -> None:
        post(world, world.draft, world.form(world.draft, **loaded(world.draft)))
        shown = {"slug": Page.objects.get(pk=world.draft.pk).slug}
        old = world.form(world.draft, **PUBLISH, **loaded(world.draft)) | shown
        newer = world.form(world.draft, **loaded(world.draft)) | shown
        post(world, world.draft, newer | {"title": "Corrigé par une collègue"})
        before = all_rows()
        late = post(world, world.draft, old)
        assert "Rien n’a été fait de plus" in shown_messages(late)
        assert all_rows() == before

    def test_an_approval_after_a_rejection_saves_no_draft(self, world: World) -> None:
        form = world.form(world.submitted, **loaded(world.submitted))
        post(world, world.submitted, form | APPROVE | {"workflow-action-name": "reject"})
        before = all_rows()
        late = post(world, world.submitted, form | APPROVE | {"title": "Approuvé tard"})
        assert "Approuvé tard" in late.content.decode()
        assert all_rows() == before


@pytest.mark.django_db
class TestAutosave:
    """What the editor's script sends by itself."""

    @pytest.mark.parametrize(
        "action", [PUBLISH, APPROVE, {"action-submit": "1"}], ids=["publish", "approve", "submit"]
    )
    def test_never_acts(self, world: World, action: dict[str, str]) -> None:
        page = world.submitted if action is APPROVE else world.draft
        before = all_rows()
        person = world.as_publisher()
        form = world.form(page, **action, **loaded(page))
        answer = person.post(world.edit_url(page), form, headers=JSON)
        assert answer.status_code == 400
        (reason,) = answer.json()["reasons"]
        assert reason["reason"] == "action_in_autosave"
        assert all_rows() == before
        following = person.get(reverse("wagtailadmin_home"))
        assert shown_messages(following) == "", "nothing was done"

    def test_nor_does_that_of_a_new_page(self, world: World) -> None:
        before = all_rows()
        address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", world.listing.pk])
        answer = world.as_publisher().post(address, world.form(**PUBLISH), headers=JSON)
        assert answer.status_code == 400
        assert answer.json()["reasons"][0]["reason"] == "action_in_autosave"
        assert all_rows() == before

    def test_saves_what_was_typed(self, world: World) -> None:
        answer = post(world, world.draft, world.form(world.draft, **loaded(world.draft)), **JSON)
        assert answer.json()["success"] is True
        assert Revision.objects.get(pk=answer.json()["revision_id"]).as_object().title == TITLE

    def test_that_holds_nothing_new_leaves_no_draft(self, world: World) -> None:
        form = world.form(world.draft, **loaded(world.draft))
        post(world, world.draft, form | PUBLISH)
        before, slug = all_rows(), ArticlePage.objects.get(pk=world.draft.pk).slug
        answer = post(world, world.draft, form | loaded(world.draft) | {"slug": slug}, **JSON)
        assert answer.status_code == 200
        assert answer.json()["success"] is True
        assert all_rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("revision", ["", "eins", "999999999"])
def test_a_form_that_names_no_revision_loses_nothing(world: World, revision: str) -> None:
    form = world.form(world.submitted, **APPROVE, loaded_revision_id=revision) | {"title": "Un titre"}
    post(world, world.submitted, world.form(world.submitted, **APPROVE))
    late = post(world, world.submitted, form)
    assert late.status_code == 200
    assert "Un titre" in late.content.decode()


@pytest.mark.django_db
def test_an_action_that_is_not_possible_says_so_and_keeps_the_text(world: World) -> None:
    """Somebody who may not publish; a dialog whose answer cannot be read; an action that there is not."""
    editor = make_user("edith", world.cluster)
    client = Client()
    client.force_login(editor)
    before = all_rows()
    forms = (
        (client, world.draft, PUBLISH),
        (world.as_publisher(), world.submitted, APPROVE | {"workflow-action-extra-data": "{"}),
        (world.as_publisher(), world.submitted, APPROVE | {"workflow-action-name": "burn"}),
    )
    for person, page, action in forms:
        form = world.form(page, **action, **loaded(page)) | {"title": "Un titre"}
        answer = person.post(world.edit_url(page), form)
        assert answer.status_code == 200
        assert "cette action n’est pas possible, ou ne l’est plus" in shown_messages(answer)
        assert "Un titre" in answer.content.decode()
    assert all_rows() == before
