"""An approved schedule is moved by who may publish the page, to a moment to come; the page stays approved."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from clusters.models import Federation
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import MOVED
from clusters.translation.drafts.building import write_draft
from fedcms.core.pages.publication import Way
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import World, all_rows
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.people import make_translator

PARIS = ZoneInfo("Europe/Paris")
NEW = datetime(2041, 3, 12, 9, 30, tzinfo=PARIS)
TYPED = "12/03/2041 09:30"


def address(page: Page) -> str:
    return reverse("publication_schedule:move", args=[page.pk])


def client_of(user: User) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def move(
    world: World, typed: str = TYPED, user: User | None = None, page: Page | None = None
) -> HttpResponse:
    client = world.as_publisher() if user is None else client_of(user)
    return client.post(address(page or world.scheduled), {"moment": typed})


def approved(page: Page) -> list[datetime]:
    """All approved moments of a page."""
    found = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)
    return list(found.values_list("approved_go_live_at", flat=True))


def moves(page: Page) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(page=page.pk, action=MOVED).order_by("pk"))


@pytest.mark.django_db
class TestWhoPublishes:
    def test_moves_it_and_the_page_appears_then(self, world: World) -> None:
        (before,) = approved(world.scheduled)
        answer = move(world)
        assert answer.status_code == 302
        words = shown_messages(answer)
        assert "Programmée" in words
        assert "12 mars 2041 à 9 h 30" in words
        assert approved(world.scheduled) == [NEW]
        page = ArticlePage.objects.get(pk=world.scheduled.pk)
        assert (page.live, page.go_live_at) == (False, NEW)
        assert page.get_latest_revision_as_object().go_live_at == NEW
        with time_machine.travel(before + timedelta(minutes=1)):
            assert publish_due() == 0
        with time_machine.travel(NEW + timedelta(minutes=1)):
            assert publish_due() == 1
        assert ArticlePage.objects.get(pk=page.pk).live

    def test_leaves_one_entry_in_the_history_that_names_both_moments(self, world: World) -> None:
        (before,) = approved(world.scheduled)
        number = PageLogEntry.objects.filter(page=world.scheduled.pk).count()
        move(world)
        (entry,) = moves(world.scheduled)
        assert PageLogEntry.objects.filter(page=world.scheduled.pk).count() == number + 1
        assert entry.user == world.publisher
        assert [datetime.fromisoformat(entry.data[name]) for name in ("from", "to")] == [before, NEW]
        history = world.as_publisher().get(reverse("wagtailadmin_pages:history", args=[world.scheduled.pk]))
        said = history.content.decode()
        assert "Diffusion déplacée du" in said
        assert "au 12 mars 2041 à 9 h 30" in said

    def test_sees_the_old_moment_and_its_zone(self, world: World) -> None:
        Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=NEW)
        UserProfile.objects.update_or_create(
            user=world.publisher, defaults={"current_time_zone": "America/Montreal"}
        )
        answer = world.as_publisher().get(address(world.scheduled))
        said = answer.content.decode()
        assert "Diffusion prévue le 12 mars 2041 à 4 h 30" in said
        assert "America/Montreal" in said
        (shown,) = fromstring(said).xpath("//input[@name='moment']/@value")
        assert shown == "12/03/2041 04:30"

    def test_types_by_their_own_clock(self, world: World) -> None:
        UserProfile.objects.update_or_create(
            user=world.publisher, defaults={"current_time_zone": "America/Montreal"}
        )
        move(world, "12/03/2041 4h30")
        assert approved(world.scheduled) == [NEW]

    def test_moves_nothing_by_the_same_moment(self, world: World) -> None:
        move(world)
        before = all_rows()
        assert "Le moment est le même" in shown_messages(move(world))
        assert all_rows() == before
        assert len(moves(world.scheduled)) == 1

    def test_moves_the_next_version_of_a_public_page_and_leaves_the_public_one(self, world: World) -> None:
        page = ArticlePage.objects.get(pk=world.live.pk)
        page.title, page.go_live_at = "La suite", timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        move(world, page=page)
        stored = ArticlePage.objects.get(pk=page.pk)
        assert (stored.live, stored.title, stored.go_live_at) == (True, "En ligne", None)
        assert approved(page) == [NEW]
        with time_machine.travel(NEW + timedelta(minutes=1)):
            publish_due()
        assert ArticlePage.objects.get(pk=page.pk).title == "La suite"

    def test_finds_the_way_from_the_editor_and_its_panel(self, world: World) -> None:
        said = world.as_publisher().get(world.edit_url(world.scheduled)).content.decode()
        assert said.count(f'href="{address(world.scheduled)}"') == 2

    def test_cancels_it_afterwards_and_moves_nothing_any_more(self, world: World) -> None:
        move(world)
        revision = Revision.objects.get(approved_go_live_at=NEW)
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[world.scheduled.pk, revision.pk])
        first, second = (world.as_publisher().post(url) for _ in range(2))
        assert "Diffusion annulée" in shown_messages(first)
        assert "Rien n’a été fait de plus" in shown_messages(second)
        actions = list(PageLogEntry.objects.filter(page=world.scheduled.pk).values_list("action", flat=True))
        assert actions.count("wagtail.schedule.cancel") == 1
        before = all_rows()
        assert "ne l’est plus" in shown_messages(move(world, "13/03/2041 09:30"))
        assert all_rows() == before


@pytest.mark.django_db
class TestRefused:
    def refused(self, world: World, answer: HttpResponse, words: str, before: dict[str, object]) -> None:
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert all_rows() == before
        assert moves(world.scheduled) == []

    @pytest.mark.parametrize("seconds", [0, -1, -3600], ids=["now", "a second ago", "an hour ago"])
    def test_a_moment_that_is_not_to_come(self, world: World, seconds: int) -> None:
        before = all_rows()
        now = timezone.localtime().replace(second=0, microsecond=0)
        with time_machine.travel(now, tick=False):
            typed = (now + timedelta(seconds=seconds)).strftime("%d/%m/%Y %H:%M:%S")
            answer = move(world, typed)
        self.refused(world, answer, "Ce moment est passé", before)
        (shown,) = fromstring(answer.content.decode()).xpath("//input[@name='moment']/@value")
        assert shown == typed, "it stays in the field"

    def test_a_second_from_now_is_to_come(self, world: World) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        with time_machine.travel(now, tick=False):
            move(world, (now + timedelta(seconds=1)).strftime("%d/%m/%Y %H:%M:%S"))
        assert approved(world.scheduled) == [now + timedelta(seconds=1)]

    @pytest.mark.parametrize("typed", ["", "demain", "31/02/2041 09:00", "31/03/2041 02:30"])
    def test_what_is_no_moment(self, world: World, typed: str) -> None:
        """The last one is within the hour that summer time leaves out."""
        before = all_rows()
        answer = move(world, typed)
        assert answer.status_code == 200
        assert "error" in answer.content.decode()
        assert all_rows() == before

    def test_a_moment_after_the_page_is_withdrawn(self, world: World) -> None:
        page = make_article(world.cluster, title="Courte", live=False)
        page.go_live_at, page.expire_at = timezone.now() + timedelta(days=1), NEW
        publish(page)
        before = all_rows()
        answer = move(world, page=page)
        assert "serait retirée avant de paraître" in answer.content.decode()
        assert all_rows() == before
        move(world, "12/03/2041 09:29", page=page)
        assert approved(page) == [NEW - timedelta(minutes=1)]

    def test_a_page_that_somebody_else_locked(self, world: World) -> None:
        other = make_user("olga", world.cluster, "publisher")
        Page.objects.filter(pk=world.scheduled.pk).update(locked=True, locked_by=other)
        before = all_rows()
        self.refused(world, move(world), "verrouillée par quelqu’un d’autre", before)
        assert move(world, user=other).status_code == 302
        assert approved(world.scheduled) == [NEW]

    def test_what_a_policy_refuses_and_the_policy_hears_the_new_moment(self, world: World) -> None:
        heard: list[tuple[Way, datetime | None]] = []

        def not_then(publication: Publication) -> Refusal:
            heard.append((publication.way, publication.moment))
            return Refusal("Pas ce jour-là.")

        before = all_rows()
        with policy_for_now(not_then, Stage.AGREEMENT):
            self.refused(world, move(world), "Pas ce jour-là.", before)
        assert heard == [(Way.SCHEDULE, NEW)]

    def test_a_page_without_a_schedule(self, world: World) -> None:
        before = all_rows()
        for page in (world.draft, world.live):
            answer = move(world, page=page)
            assert answer.status_code == 302
            assert "n’est pas programmée" in shown_messages(answer)
        assert world.as_publisher().get(address(world.draft)).status_code == 302
        assert all_rows() == before

    def test_who_may_not_publish_there(self, world: World) -> None:
        strangers = [
            make_user("edith", world.cluster),
            make_translator("tina", "en", world.cluster),
            make_user("stan", make_cluster("sud", "SUD"), "publisher"),
            make_user("fanny", Federation.load(), "publisher"),
            make_user("nobody"),
        ]
        before = all_rows()
        for user in strangers:
            for answer in (client_of(user).get(address(world.scheduled)), move(world, user=user)):
                assert answer.status_code in (302, 403), user
                assert "Prévue" not in answer.content.decode()
        assert all_rows() == before

    def test_who_is_not_signed_in(self, world: World) -> None:
        before = all_rows()
        answer = Client().post(address(world.scheduled), {"moment": TYPED})
        assert "/login/" in answer["Location"]
        assert all_rows() == before

    def test_a_form_from_another_site(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.publisher)
        before = all_rows()
        assert client.post(address(world.scheduled), {"moment": TYPED}).status_code == 403
        assert all_rows() == before


@pytest.mark.django_db
class TestTranslations:
    @pytest.fixture
    def target(self, world: World) -> ArticlePage:
        """The translation, approved to appear with its source, which is scheduled."""
        source = ArticlePage.objects.get(pk=world.source.pk)
        source.unpublish()
        source.go_live_at = timezone.now() + timedelta(days=1)
        publish(source)
        write_draft(world.translation, world.publisher).publish(user=world.publisher)
        target = world.target()
        assert len(approved(target)) == 1
        return target

    def test_appear_at_the_new_moment_of_their_source(self, world: World, target: ArticlePage) -> None:
        assert move(world, page=world.source).status_code == 302
        assert approved(world.source) == approved(target) == [NEW]
        assert ArticlePage.objects.get(pk=target.pk).go_live_at == NEW
        with time_machine.travel(NEW + timedelta(minutes=1)):
            publish_due()
        assert ArticlePage.objects.get(pk=target.pk).live

    def test_are_not_moved_away_from_it(self, world: World, target: ArticlePage) -> None:
        before = all_rows()
        answer = move(world, page=target)
        assert "paraît avec sa page d’origine" in answer.content.decode()
        assert all_rows() == before

    def test_lead_to_the_screen_of_their_source(self, world: World, target: ArticlePage) -> None:
        said = world.as_publisher().get(world.edit_url(target)).content.decode()
        assert f'href="{address(world.source)}"' in said
        assert f'href="{address(target)}"' not in said
