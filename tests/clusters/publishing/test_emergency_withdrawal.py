"""One action takes a page off the site in every language, and nothing brings it back but the end of that withdrawal."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from clusters.models import EmergencyWithdrawal
from clusters.publishing.policy_registry import Stage, policy_for_now
from clusters.publishing.refusal import PublicationRefused
from clusters.publishing.withdrawal.actions import lift, withdraw
from fedcms.media.models import Consent
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
GONE = "n’est ni sur le site ni programmée"


def later(**delta: int) -> datetime:
    """A moment to come, to the second."""
    return (timezone.now() + timedelta(**delta)).replace(microsecond=0)


def screen(page: Page) -> str:
    return reverse("emergency_withdrawal", args=[page.pk])


def press(client: Client, page: Page, action: str, **values: str) -> "Answer":
    """Presses a button of the screen, as it shows the withdrawal that is open now."""
    known = EmergencyWithdrawal.objects.open().first()
    return client.post(
        screen(page), {"action": action, "withdrawal": str(known.pk if known else ""), **values}
    )


def statuses(*pages: Page) -> list[int]:
    """What a visitor gets at the addresses of pages."""
    return [Client().get(page.url).status_code for page in pages]


def both(world: World) -> tuple[ArticlePage, ArticlePage]:
    """A public article and its public translation, which has been approved."""
    target = world.target()
    target.get_latest_revision().publish(user=world.publisher)
    return again(world.source), again(target)


def outlets(page: Page) -> set[str]:
    """Which of the site's outlets name a page by its address."""
    cluster = "/fr/clusters/nord/"
    asked = {
        "listing": "/fr/actualites/",
        "section": cluster,
        "feed": "/fr/feeds/rss.xml",
        "sitemap": "/sitemap-pages.xml",
        "search": "/api/search/?q=ann%C3%A9e&locale=fr",
    }
    return {name for name, address in asked.items() if page.url in Client().get(address).content.decode()}


def test_all_languages_go_and_come_back_as_they_were(world: World) -> None:
    source, target = both(world)

    def public_rows() -> list[dict[str, object]]:
        names = ("pk", "title", "live_revision", "first_published_at", "last_published_at", "go_live_at")
        return list(Page.objects.filter(pk__in=[source.pk, target.pk]).order_by("pk").values(*names))

    before = public_rows()
    assert statuses(source, target) == [200, 200]
    assert outlets(source) == {"listing", "section", "feed", "sitemap", "search"}
    response = press(world.as_publisher(), target, "withdraw", reason="Une photo sans accord")
    assert GONE in shown_messages(response)
    assert statuses(source, target) == [404, 404]
    assert outlets(source) == set()
    entries = PageLogEntry.objects.filter(page__in=[source.pk, target.pk], action__contains="withdraw")
    assert [(entry.page_id, entry.data["languages"], entry.user) for entry in entries] == [
        (target.pk, ["fr", "en"], world.publisher)
    ]
    assert not PageLogEntry.objects.filter(
        page__in=[source.pk, target.pk], action="wagtail.unpublish"
    ).exists()
    assert "Une photo sans accord" in entries[0].message

    response = press(world.as_publisher(), source, "restore")
    assert "De nouveau en ligne : " in shown_messages(response)
    assert statuses(source, target) == [200, 200]
    assert outlets(source) == {"listing", "section", "feed", "sitemap", "search"}
    assert public_rows() == before
    assert entries.all().count() == 2


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
            assert "rien n’a été fait" in response.content.decode()
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

    def test_a_revision_that_was_purged_or_overwritten_comes_back_all_the_same(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.title = "Un brouillon"
        draft.save_revision()
        Revision.objects.filter(pk=page.live_revision_id).delete()
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title, page.has_unpublished_changes) == (True, "En ligne", True)
        assert page.get_latest_revision_as_object().title == "Un brouillon"

    def test_a_review_of_a_newer_draft_goes_on(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.title = "Corrigé"
        draft.save_revision(user=world.publisher)
        draft.get_workflow().start(draft, world.publisher)
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title) == (True, "En ligne")
        assert page.current_workflow_state.status == "in_progress"
        actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
        assert "wagtail.workflow.cancel" not in actions

    def test_a_draft_s_date_that_nobody_approved_moves_nothing(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        draft = again(source)
        draft.go_live_at, draft.expire_at = later(days=3), later(days=9)
        draft.save_revision()
        draft.save()
        press(world.as_publisher(), source, "restore")
        assert statuses(source, target) == [200, 200]
        for page in (again(source), again(target)):
            assert (page.go_live_at, page.expire_at) == (None, None)
            assert not page.approved_schedule

    def test_a_translation_that_was_public_comes_back_stale_and_without_its_source(
        self, world: World
    ) -> None:
        source, target = both(world)
        changed = again(source)
        changed.summary, changed.body = "Une autre phrase.", [("paragraph", "<p>Un ajout.</p>")]
        changed.save_revision().publish()
        world.translation.source.update_from_db()
        again(source).unpublish()
        assert statuses(source, target) == [404, 200]
        press(world.as_publisher(), target, "withdraw")
        response = press(world.as_publisher(), target, "restore")
        assert response.status_code == 302, response.content.decode()
        assert statuses(source, target) == [404, 200]

    def test_a_consent_that_was_withdrawn_meanwhile_keeps_it_off(self, world: World) -> None:
        image = picture("Le salon", world.cluster, world.publisher)
        page = make_article(world.cluster, title="Avec image", lead_image=image)
        press(world.as_publisher(), page, "withdraw")
        image.consent = Consent.MISSING
        image.save()
        response = press(world.as_publisher(), page, "restore")
        assert response.status_code == 400
        assert "dont l’accord manque" in response.content.decode()
        assert statuses(page) == [404]

    def test_another_page_at_its_address_is_said(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.slug = "ailleurs"
        draft.save()
        make_article(world.cluster, title="Une autre", slug=page.slug)
        response = press(world.as_publisher(), page, "restore")
        assert response.status_code == 400
        assert "slug" in response.content.decode().lower() or "adresse" in response.content.decode()
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_page_past_its_end_stays_off_and_it_is_said(self, world: World) -> None:
        page = world.live
        page.expire_at = later(hours=1)
        publish(page)
        press(world.as_publisher(), page, "withdraw")
        with time_machine.travel(later(hours=2)):
            response = press(world.as_publisher(), page, "restore")
            assert "Sa date de retrait est passée" in shown_messages(response)
            assert statuses(page) == [404]
        assert not again(page).live

    def test_a_screen_of_an_earlier_withdrawal_ends_no_later_one(self, world: World) -> None:
        page = world.live
        first = withdraw(page, world.publisher)
        lift(first, page, world.publisher)
        publish(again(page))
        withdraw(again(page), world.publisher, "Plus grave")
        response = press(world.as_publisher(), page, "restore", withdrawal=str(first.pk))
        assert response.status_code == 400
        assert "Plus grave" in response.content.decode()
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_who_may_not_publish_neither_deletes_nor_moves_it(self, world: World) -> None:
        page = world.live
        editor = make_user("edith", world.cluster)
        client = client_of(editor)
        withdraw(page, world.publisher)
        delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert client.post(delete).status_code in (302, 403)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        client.post(f"{bulk}?id={page.pk}&next=/admin/")
        assert Page.objects.filter(pk=page.pk).exists()
        tester = again(page).permissions_for_user(User.objects.get(pk=editor.pk))
        assert not tester.can_move()
        world.as_publisher().post(delete)
        assert not Page.objects.filter(pk=page.pk).exists()


class TestASchedule:
    def test_is_cancelled_and_approved_again(self, world: World) -> None:
        page = world.scheduled
        moment = page.scheduled_revision.approved_go_live_at
        press(world.as_publisher(), page, "withdraw")
        assert not again(page).approved_schedule
        press(world.as_publisher(), page, "restore")
        assert again(page).scheduled_revision.approved_go_live_at == moment
        assert statuses(page) == [404]

    def test_the_clock_brings_nothing_back(self, world: World) -> None:
        page = world.scheduled
        press(world.as_publisher(), page, "withdraw")
        with time_machine.travel(later(hours=2)):
            call_command("publish_scheduled")
            assert statuses(page) == [404]
            # Its moment has passed: put back, it is not waited for.
            press(world.as_publisher(), page, "restore")
            call_command("publish_scheduled")
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
