"""One action takes a page off the site in every language, and nothing brings it back but the end of that withdrawal."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from clusters.models import EmergencyWithdrawal
from clusters.publishing.policy_registry import Stage, policy_for_now
from clusters.publishing.refusal import PublicationRefused
from clusters.publishing.withdrawal.actions import withdraw
from fedcms.users.models import User
from news.models import ArticlePage
from tests.admin_walk.stage import picture
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import WORDS, World, all_rows, client_of, loaded, not_yet
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.content import section_of
from tests.shared_rows import again

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
GONE = "n’est plus sur le site"


def screen(page: Page) -> str:
    return reverse("emergency_withdrawal", args=[page.pk])


def press(client: Client, page: Page, action: str, **values: str) -> "Answer":
    """Presses a button of the screen."""
    return client.post(screen(page), {"action": action, **values})


def statuses(*pages: Page) -> list[int]:
    """What a visitor gets at the addresses of pages."""
    return [Client().get(page.url).status_code for page in pages]


def both(world: World) -> tuple[ArticlePage, ArticlePage]:
    """A public article and its public translation, which has been approved."""
    target = world.target()
    target.get_latest_revision().publish(user=world.publisher)
    return again(world.source), again(target)


def test_all_languages_go_and_come_back_as_they_were(world: World) -> None:
    source, target = both(world)
    before = list(
        Page.objects.filter(pk__in=[source.pk, target.pk]).order_by("pk").values("live_revision", "title")
    )
    assert statuses(source, target) == [200, 200]
    response = press(world.as_publisher(), target, "withdraw", reason="Une photo sans accord")
    assert GONE in shown_messages(response)
    assert statuses(source, target) == [404, 404]
    for address in (
        "/fr/actualites/",
        "/fr/actualites/feed/",
        "/fr/search/?q=année",
        "/sitemap.xml",
        "/en/news/",
    ):
        assert source.title not in Client().get(address, follow=True).content.decode()
    entries = PageLogEntry.objects.filter(page__in=[source.pk, target.pk], action__contains="withdraw")
    assert [(entry.page_id, entry.data["languages"], entry.user) for entry in entries] == [
        (target.pk, ["fr", "en"], world.publisher)
    ]
    assert not PageLogEntry.objects.filter(
        page__in=[source.pk, target.pk], action="wagtail.unpublish"
    ).exists()
    assert "Une photo sans accord" in entries[0].message

    response = press(world.as_publisher(), source, "restore")
    assert "Remise en ligne" in shown_messages(response)
    assert statuses(source, target) == [200, 200]
    after = list(
        Page.objects.filter(pk__in=[source.pk, target.pk]).order_by("pk").values("live_revision", "title")
    )
    assert after == before


def test_an_image_that_no_other_page_shows_is_gone_too(world: World) -> None:
    ours = picture("Seule", world.cluster, world.publisher)
    shared = picture("Partagée", world.cluster, world.publisher)
    with_ours = make_article(world.cluster, title="Avec image", lead_image=ours)
    with_shared = make_article(world.cluster, title="Avec image aussi", lead_image=shared)
    make_article(world.cluster, title="Encore une", lead_image=shared)
    rendition = ours.get_rendition("width-8")
    assert Client().get(rendition.url).status_code == 200
    client = world.as_publisher()
    assert "Partagée" not in client.get(screen(with_ours)).content.decode()
    press(client, with_ours, "withdraw")
    assert Client().get(rendition.url).status_code == 404
    for _time in ("before", "after"):
        answer = client.get(screen(with_shared)).content.decode()
        assert "Fichiers qui restent en ligne" in answer
        assert "Partagée" in answer
        press(client, with_shared, "withdraw")


class TestWhileItIsWithdrawn:
    def test_no_way_publishes_it_in_any_language(self, world: World) -> None:
        source, target = both(world)
        withdraw(source, world.publisher)
        for page in (again(source), again(target)):
            with pytest.raises(PublicationRefused, match="retirée d’urgence"):
                page.get_latest_revision().publish()
            page.live = True
            with pytest.raises(PublicationRefused, match="retirée d’urgence"):
                page.save()
        assert statuses(source, target) == [404, 404]

    def test_the_editor_says_so_and_keeps_what_was_typed(self, world: World) -> None:
        page = world.live
        withdraw(page, world.publisher)
        data = world.form(page, **loaded(again(page)), **{"action-publish": "1", "title": "Corrigée"})
        answer = world.as_publisher().post(world.edit_url(page), data).content.decode()
        assert "remettez-la en ligne, ou levez le retrait" in answer
        assert 'value="Corrigée"' in answer
        assert statuses(page) == [404]

    def test_the_banner_leads_to_the_screen_who_may_end_it(self, world: World) -> None:
        page, target = both(world)
        withdraw(page, world.publisher, "Le <b>rectorat</b> refuse.")
        editor = make_user("edith", world.cluster)
        for one in (page, target):
            answer = world.as_publisher().get(world.edit_url(one)).content.decode()
            assert "Retirée d’urgence" in answer
            assert "Le &lt;b&gt;rectorat&lt;/b&gt; refuse." in answer
            assert screen(one) in answer
            answer = client_of(editor).get(world.edit_url(one)).content.decode()
            assert "Retirée d’urgence" in answer
            assert screen(one) not in answer

    def test_a_second_withdrawal_is_refused_in_words(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        response = press(world.as_publisher(), target, "withdraw")
        assert response.status_code == 400
        assert "déjà retirée" in response.content.decode()
        assert EmergencyWithdrawal.objects.count() == 1

    def test_lifted_it_is_corrected_and_published_as_always(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        response = press(world.as_publisher(), source, "lift")
        assert "Retrait levé" in shown_messages(response)
        assert statuses(source, target) == [404, 404]
        publish(again(source))
        assert statuses(source, target) == [200, 404]

    def test_what_is_ended_is_not_ended_again(self, world: World) -> None:
        page = world.live
        client = world.as_publisher()
        press(client, page, "withdraw")
        press(client, page, "restore")
        for action in ("restore", "lift", "zzz", ""):
            response = press(client, page, action)
            assert response.status_code == 400
            assert "n’est pas retirée" in response.content.decode()
        assert statuses(page) == [200]

    def test_a_draft_written_meanwhile_stays_a_draft(self, world: World) -> None:
        page = world.live
        client = world.as_publisher()
        press(client, page, "withdraw")
        draft = again(page)
        draft.title = "Un autre titre"
        draft.save_revision()
        # Wagtail's editor writes the row, too, of a page that is not public.
        draft.save()
        press(client, page, "restore")
        page = again(page)
        assert (page.title, page.has_unpublished_changes) == ("En ligne", True)
        assert page.get_latest_revision().as_object().title == "Un autre titre"

    def test_what_the_policies_refuse_comes_back_in_no_language(self, world: World) -> None:
        source, _target = both(world)
        press(world.as_publisher(), source, "withdraw")
        before = all_rows()
        with policy_for_now(not_yet, Stage.CONTENT):
            response = press(world.as_publisher(), source, "restore")
        assert response.status_code == 400
        assert WORDS in response.content.decode()
        assert all_rows() == before
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_text_that_is_not_kept_any_more_is_said(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        again(page).save_revision()
        Revision.objects.filter(pk=page.live_revision_id).delete()
        response = press(world.as_publisher(), page, "restore")
        assert response.status_code == 400
        assert "n’est plus conservé" in response.content.decode()
        assert EmergencyWithdrawal.objects.open().count() == 1


class TestASchedule:
    def test_is_cancelled_and_approved_again(self, world: World) -> None:
        page = world.scheduled
        # As the text of a revision keeps it.
        moment = page.scheduled_revision.as_object().go_live_at
        press(world.as_publisher(), page, "withdraw")
        assert not again(page).approved_schedule
        press(world.as_publisher(), page, "restore")
        assert again(page).scheduled_revision.approved_go_live_at == moment
        assert statuses(page) == [404]

    def test_the_clock_brings_nothing_back(self, world: World, time_machine: object) -> None:
        page = world.scheduled
        press(world.as_publisher(), page, "withdraw")
        time_machine.move_to(timezone.now() + timedelta(hours=2))  # type: ignore[attr-defined]  # its plugin has no types
        call_command("publish_scheduled")
        assert statuses(page) == [404]
        # Its moment has passed: put back, it is not waited for.
        press(world.as_publisher(), page, "restore")
        assert statuses(page) == [200]

    def test_a_public_page_and_its_next_version_both_come_back(self, world: World) -> None:
        page = world.live
        page.title, page.go_live_at = "La suite", timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        press(world.as_publisher(), page, "withdraw")
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title) == (True, "En ligne")
        assert page.scheduled_revision.as_object().title == "La suite"


class TestWhoMay:
    @pytest.mark.parametrize(
        "role", ["editor of the section", "publisher of another", "publisher of the federation"]
    )
    def test_nobody_else_sees_or_presses(self, world: World, role: str) -> None:
        page = world.live
        person: User = {
            "editor of the section": lambda: make_user("edith", world.cluster),
            "publisher of another": lambda: make_user("autre", make_cluster("sud", "SUD"), "publisher"),
            "publisher of the federation": lambda: make_user("fede", None, "publisher"),
        }[role]()
        client = client_of(person)
        for response in (client.get(screen(page)), press(client, page, "withdraw")):
            assert response.status_code in (302, 403)
        assert screen(page) not in client.get(world.edit_url(page)).content.decode()
        assert statuses(page) == [200]
        withdraw(page, world.publisher)
        for action in ("restore", "lift"):
            assert press(client, page, action).status_code in (302, 403)
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_colleague_s_lock_does_not_hold_it_up(self, world: World) -> None:
        page = world.live
        page.locked, page.locked_by = True, world.root
        page.save()
        press(world.as_publisher(), page, "withdraw")
        assert statuses(page) == [404]

    def test_the_button_is_where_something_is_public_or_scheduled(self, world: World) -> None:
        client = world.as_publisher()
        for page, is_there in ((world.live, True), (world.scheduled, True), (world.draft, False)):
            assert (screen(page) in client.get(world.edit_url(page)).content.decode()) == is_there
        response = press(client, world.draft, "withdraw")
        assert response.status_code == 400
        assert "il n’y a rien à retirer" in response.content.decode()

    def test_the_root_of_a_section_is_not_withdrawn(self, world: World) -> None:
        for page in (section_of(world.cluster), world.listing):
            assert press(world.as_publisher(), page, "withdraw").status_code in (302, 403)
            assert statuses(page) == [200]
