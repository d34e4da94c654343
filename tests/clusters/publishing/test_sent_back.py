"""A page that was sent back shows the remark above its editor, to who may edit it, until it is submitted again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from lxml.html import HtmlElement, fromstring
from wagtail.models import Page
from wagtail.users.models import UserProfile

from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import World, client_of, loaded
from tests.factories import make_cluster, make_user

REMARK = "Le titre est trop long.\nEt <b>qui</b> parle ?"
MOMENT = datetime(2026, 3, 12, 9, 5, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def editor(world: World) -> User:
    return make_user("edith", world.cluster)


@pytest.fixture
def sent_back(world: World) -> ArticlePage:
    """Submitted in the world, and sent back at a known moment."""
    with time_machine.travel(MOMENT, tick=False):
        state = world.submitted.current_workflow_task_state
        state.task.specific.on_action(state, world.publisher, "reject", comment=REMARK)
    page: ArticlePage = ArticlePage.objects.get(pk=world.submitted.pk)
    return page


def banner(response: HttpResponse) -> HtmlElement | None:
    found = fromstring(response.content.decode()).find_class("sent-back")
    return found[0] if found else None


def words(element: HtmlElement | None) -> str:
    assert element is not None
    return " ".join(element.text_content().split())


@pytest.mark.django_db
class TestTheBanner:
    def test_shows_the_remark_in_full_with_author_moment_and_zone(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        shown = banner(client_of(editor).get(world.edit_url(sent_back)))
        assert "À reprendre" in words(shown)
        assert "Le titre est trop long.Et <b>qui</b> parle ?" in words(shown), "escaped"
        assert len(shown.xpath(".//blockquote/br")) == 1, "its lines are kept"
        assert "Renvoyée par paul le 12 mars 2026 à 9 h 05 (\u2068Europe/Paris\u2069)." in words(shown)
        assert "Corrigez, puis soumettez de nouveau." in words(shown)

    def test_counts_by_the_clock_of_who_reads(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        UserProfile.objects.update_or_create(user=editor, defaults={"current_time_zone": "America/Montreal"})
        shown = banner(client_of(editor).get(world.edit_url(sent_back)))
        assert "le 12 mars 2026 à 4 h 05 (\u2068America/Montreal\u2069)" in words(shown)

    def test_says_that_no_remark_was_written(self, world: World, editor: User) -> None:
        state = world.submitted.current_workflow_task_state
        state.task.specific.on_action(state, world.publisher, "reject", comment=" \n")
        shown = banner(client_of(editor).get(world.edit_url(world.submitted)))
        assert "Aucune remarque n’a été écrite" in words(shown)

    def test_is_there_for_a_reviewer_who_was_deleted(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        world.publisher.delete()
        assert "Renvoyée par – le 12 mars 2026" in words(
            banner(client_of(editor).get(world.edit_url(sent_back)))
        )

    def test_is_not_there_before_nor_after(self, world: World, editor: User) -> None:
        assert banner(client_of(editor).get(world.edit_url(world.draft))) is None
        assert banner(client_of(editor).get(world.edit_url(world.submitted))) is None

    def test_its_button_submits_again_with_what_was_corrected(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        client = client_of(editor)
        shown = banner(client.get(world.edit_url(sent_back)))
        *_, button = shown.xpath(".//button")
        assert words(button) == "Corriger et soumettre de nouveau"
        form = world.form(sent_back, **loaded(sent_back)) | {button.get("name"): button.get("value")}
        answer = client.post(world.edit_url(sent_back), form)
        assert answer.status_code == 302
        assert "Soumise à la relecture" in shown_messages(answer)
        page = Page.objects.get(pk=sent_back.pk)
        assert page.workflow_in_progress
        assert page.get_latest_revision_as_object().title == form["title"]
        assert banner(client.get(world.edit_url(sent_back))) is None

    def test_shows_the_last_of_two_remarks(self, world: World, editor: User, sent_back: ArticlePage) -> None:
        sent_back.current_workflow_state.resume(editor)
        state = Page.objects.get(pk=sent_back.pk).current_workflow_task_state
        state.task.specific.on_action(state, world.publisher, "reject", comment="Encore trop long.")
        shown = words(banner(client_of(editor).get(world.edit_url(sent_back))))
        assert "Encore trop long." in shown
        assert "qui" not in shown

    def test_enter_in_a_line_saves_and_submits_nothing(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        tree = fromstring(client_of(editor).get(world.edit_url(sent_back)).content.decode())
        first = tree.xpath(
            "//button[@type='submit' and (@form='page-edit-form' or ancestor::form[@id='page-edit-form'])]"
        )[0]
        assert first.get("name") is None
        assert first.get("data-workflow-action-name") is None

    def test_submits_no_earlier_revision(self, world: World, editor: User, sent_back: ArticlePage) -> None:
        first = sent_back.revisions.order_by("pk").first()
        sent_back.save_revision(user=editor, changed=False)
        url = reverse("wagtailadmin_pages:revisions_revert", args=[sent_back.pk, first.pk])
        shown = client_of(editor).get(url).content.decode()
        assert "À reprendre" in shown
        assert "Corriger et soumettre de nouveau" not in shown

    def test_offers_no_button_on_a_page_that_somebody_locked(
        self, world: World, editor: User, sent_back: ArticlePage
    ) -> None:
        Page.objects.filter(pk=sent_back.pk).update(locked=True, locked_by=world.publisher)
        shown = banner(client_of(editor).get(world.edit_url(sent_back)))
        assert "Le titre est trop long." in words(shown)
        assert shown.xpath(".//button") == []

    def test_is_nothing_for_who_is_of_another_cluster(self, world: World, sent_back: ArticlePage) -> None:
        stranger = make_user("stan", make_cluster("sud", "SUD"), "publisher")
        answer = client_of(stranger).get(world.edit_url(sent_back), follow=True)
        assert "trop long" not in answer.content.decode()


@pytest.mark.django_db
def test_the_translation_editor_has_the_same_banner(world: World) -> None:
    target = world.target(world.reviewed)
    # Somebody else to whom it is submitted again.
    make_user("pia", world.cluster, "publisher")
    state = target.current_workflow_task_state
    with time_machine.travel(MOMENT, tick=False):
        state.task.specific.on_action(state, world.publisher, "reject", comment=REMARK)
    shown = banner(world.as_publisher().get(world.edit_url(target)))
    assert "Le titre est trop long.Et <b>qui</b> parle ?" in words(shown)
    assert "Renvoyée par paul le 12 mars 2026 à 9 h 05" in words(shown)
    *_, button = shown.xpath(".//button")
    assert button.get("form") == "translation-editor"
    answer = world.as_publisher().post(button.get("formaction"))
    assert "Soumise à la relecture" in shown_messages(answer)
    assert world.target(world.reviewed).workflow_in_progress
    assert banner(world.as_publisher().get(world.edit_url(target))) is None
