"""An approved schedule is dragged to another day: it keeps its hour, and is refused what the form refuses."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase
from wagtail.models import Page, PageLogEntry

from clusters.models import ContentPage
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import MOVED
from clusters.translation.drafts.building import write_draft
from fedcms.core.tasks.scheduled_publication import publish_due
from home.editorial_calendar.forms import DropForm
from tests.clusters.publishing.world import all_rows
from tests.factories import make_article, make_user, publish
from tests.home.editorial_calendar.support import (
    MARCH,
    PARIS,
    THEN,
    CalendarCase,
    ShownEntry,
    approved_moment,
    embargoed,
    next_version,
    proposed,
    scheduled,
)

# Hypothesis wants them without a zone, and adds it.
FIRST_MOMENT, LAST_MOMENT = datetime(2026, 1, 1), datetime(2050, 1, 1)  # noqa: DTZ001


class MovingCase(CalendarCase):
    def drop(self, name: str, entry: ShownEntry, day: str, url: str = "", **changed: str) -> HttpResponse:
        """What the browser sends when a person drops an entry on a day."""
        self.client = self.client_class()
        self.client.force_login(self.people[name])
        form = {"day": day, "shown_revision": entry.revision, "shown_moment": entry.moment} | changed
        return self.client.post(url or entry.drop_url, form, headers={"X-Requested-With": "XMLHttpRequest"})

    def shown(self, title: str, name: str = "paul", query: dict[str, str] | None = None) -> ShownEntry:
        """An entry as a person sees it."""
        return self.by_title(name, query)[title]

    def refused(self, answer: HttpResponse, words: str, before: dict[str, object], status: int = 409) -> None:
        """Nothing was written, and the reason is said."""
        assert answer.status_code == status, answer.content
        assert words in answer.json()["message"]
        assert all_rows() == before


class TestMoved(MovingCase):
    def test_it_appears_on_the_other_day_at_its_hour(self) -> None:
        page = scheduled(self.north, "Annonce")
        answer = self.drop("paul", self.shown("Annonce"), "2041-03-20")
        assert answer.status_code == 200
        assert "paraîtra le 20 mars 2041 à 9\u00a0h\u00a030" in answer.json()["message"]
        assert "Europe/Paris" in answer.json()["message"]
        assert approved_moment(page) == datetime(2041, 3, 20, 9, 30, tzinfo=PARIS)
        assert self.days("paul", "Annonce", MARCH) == ["2041-03-20"]
        (entry,) = PageLogEntry.objects.filter(page=page.pk, action=MOVED)
        assert entry.user == self.people["paul"]

    def test_it_keeps_its_hour_when_the_clock_changes_between(self) -> None:
        page = embargoed(self.north, "Embargo")
        assert self.drop("paul", self.shown("Embargo"), "2041-04-01").status_code == 200
        moment = approved_moment(page)
        assert moment == datetime(2041, 4, 1, 9, 30, tzinfo=PARIS)
        assert moment is not None
        assert moment - THEN != timedelta(days=20), "an hour less: summer time began"
        assert (
            self.drop("paul", self.shown("Embargo", query={"date": "01/04/2041"}), "2041-03-12").status_code
            == 200
        )
        assert approved_moment(page) == THEN

    def test_it_keeps_the_hour_of_the_site_whatever_the_persons_clock(self) -> None:
        page = scheduled(self.north, "Annonce", datetime(2041, 3, 12, 23, 45, tzinfo=PARIS))
        paul = self.people["paul"]
        self.ask("paul")
        paul.wagtail_userprofile.current_time_zone = "America/Montreal"
        paul.wagtail_userprofile.save()
        answer = self.drop("paul", self.shown("Annonce"), "2041-03-20")
        assert "20 mars 2041 à 23\u00a0h\u00a045" in answer.json()["message"]
        assert approved_moment(page) == datetime(2041, 3, 20, 23, 45, tzinfo=PARIS)

    def test_the_same_day_moves_nothing(self) -> None:
        scheduled(self.north, "Annonce")
        entry, before = self.shown("Annonce"), all_rows()
        answer = self.drop("paul", entry, "2041-03-12")
        assert "rien n’a été déplacé" in answer.json()["message"]
        assert all_rows() == before

    def test_the_next_version_of_a_public_page_is_moved(self) -> None:
        page = next_version(self.north, "Page", "Suite")
        assert self.drop("paul", self.shown("Suite"), "2041-03-20").status_code == 200
        assert approved_moment(page) == THEN.replace(day=20)
        assert ContentPage.objects.get(pk=page.pk).title == "Page"

    def test_by_the_form_one_comes_back_to_the_calendar(self) -> None:
        page = scheduled(self.north, "Annonce")
        url = self.shown("Annonce", query=MARCH | {"view": "week", "cluster": "own"}).move_url
        here = reverse("editorial_calendar:show")
        screen = self.client.get(url)
        assert "Revenir sans déplacer" in screen.content.decode()
        back = self.client.get(url).context["next_url"]
        assert back.startswith(f"{here}?")
        assert "view=week" in back
        answer = self.client.post(url, {"moment": "20/03/2041 14:00", "next": back})
        assert (answer.status_code, answer["Location"]) == (302, back)
        assert approved_moment(page) == datetime(2041, 3, 20, 14, tzinfo=PARIS)
        assert "Programmée" in self.client.get(back).content.decode()

    def test_the_form_leads_to_no_other_site(self) -> None:
        page = scheduled(self.north, "Annonce")
        self.client.force_login(self.people["paul"])
        url = reverse("publication_schedule:move", args=[page.pk])
        answer = self.client.post(url, {"moment": "20/03/2041 14:00", "next": "https://other.example/"})
        assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestRefused(MovingCase):
    def test_who_may_not_publish_has_nothing_to_drag_and_is_refused(self) -> None:
        page = scheduled(self.north, "Annonce")
        entry = self.shown("Annonce")
        url, before = reverse("editorial_calendar:move", args=[page.pk]), all_rows()
        for name in ("nora", "sara", "fred"):
            assert not self.by_title(name).get("Annonce", entry).drop_url or name != "nora"
            answer = self.drop(name, entry, "2041-03-20", url)
            assert answer.status_code == 403, name
            assert all_rows() == before
        nora = self.by_title("nora")["Annonce"]
        assert (nora.drop_url, nora.move_url) == ("", "")
        assert nora.edit_url
        self.client.logout()
        assert self.client.post(url, {"day": "2041-03-20"}).status_code == 302
        assert all_rows() == before

    def test_somebody_of_another_cluster_learns_nothing_from_a_page_that_is_not_scheduled(self) -> None:
        draft = proposed(self.north, "Proposée")
        entry = self.shown("Proposée")
        assert (entry.drop_url, entry.move_url) == ("", ""), (
            "a date that nobody approved is set in the editor"
        )
        form = {"day": "2041-03-20", "shown_revision": "1", "shown_moment": THEN.isoformat()}
        url = reverse("editorial_calendar:move", args=[draft.pk])
        for name, status in (("sara", 403), ("nora", 403), ("paul", 409)):
            self.client.force_login(self.people[name])
            answer = self.client.post(url, form, headers={"X-Requested-With": "XMLHttpRequest"})
            assert answer.status_code == status

    def test_a_day_that_is_past(self) -> None:
        scheduled(self.north, "Annonce", timezone.now() + timedelta(days=1))
        entry = self.shown("Annonce", query={"date": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"})
        before = all_rows()
        yesterday = timezone.localdate() - timedelta(days=1)
        self.refused(self.drop("paul", entry, f"{yesterday:%Y-%m-%d}"), "Ce moment est passé", before)

    def test_a_page_that_was_published_meanwhile(self) -> None:
        scheduled(self.north, "Annonce")
        entry = self.shown("Annonce")
        with time_machine.travel(THEN + timedelta(minutes=1)):
            publish_due()
            before = all_rows()
            self.refused(
                self.drop("paul", entry, "2041-03-20"), "n’est pas programmée, ou ne l’est plus", before
            )

    def test_a_page_that_somebody_else_moved_meanwhile(self) -> None:
        scheduled(self.north, "Annonce")
        entry = self.shown("Annonce")
        assert self.drop("paul", entry, "2041-03-20").status_code == 200
        before = all_rows()
        answer = self.drop("paul", entry, "2041-03-21")
        self.refused(answer, "modifiée ou déplacée entre-temps", before)
        assert "20 mars 2041" in answer.json()["message"]

    def test_a_page_of_which_another_version_was_approved_meanwhile(self) -> None:
        page = next_version(self.north, "Page", "Suite")
        entry = self.shown("Suite")
        page.title, page.go_live_at = "Autre suite", THEN
        publish(page)
        before = all_rows()
        self.refused(self.drop("paul", entry, "2041-03-20"), "modifiée ou déplacée entre-temps", before)

    def test_a_page_that_somebody_else_locked(self) -> None:
        page = scheduled(self.north, "Annonce")
        entry = self.shown("Annonce")
        Page.objects.filter(pk=page.pk).update(
            locked=True, locked_by=make_user("olga", self.north, "publisher")
        )
        before = all_rows()
        self.refused(self.drop("paul", entry, "2041-03-20"), "verrouillée par quelqu’un d’autre", before)
        assert self.shown("Annonce").drop_url == ""

    def test_a_day_after_the_page_is_withdrawn(self) -> None:
        page = make_article(self.north, title="Courte", live=False)
        page.go_live_at, page.expire_at = THEN, THEN + timedelta(days=3)
        publish(page)
        entry, before = self.shown("Courte"), all_rows()
        self.refused(self.drop("paul", entry, "2041-03-20"), "serait retirée avant de paraître", before)

    def test_an_hour_that_summer_time_leaves_out(self) -> None:
        scheduled(self.north, "Annonce", datetime(2041, 3, 12, 2, 30, tzinfo=PARIS))
        entry, before = self.shown("Annonce"), all_rows()
        self.refused(self.drop("paul", entry, "2041-03-31"), "Europe/Paris", before, status=400)

    def test_what_a_policy_refuses(self) -> None:
        def not_then(publication: Publication) -> Refusal:
            return Refusal("Pas ce jour-là.")

        scheduled(self.north, "Annonce")
        entry, before = self.shown("Annonce"), all_rows()
        with policy_for_now(not_then, Stage.AGREEMENT):
            self.refused(self.drop("paul", entry, "2041-03-20"), "Pas ce jour-là.", before)

    def test_a_translation_appears_with_its_original(self) -> None:
        original = scheduled(self.north, "Annonce")
        translation = self.started(original)
        self.write_all(self.editor, translation)
        write_draft(translation, self.publisher).publish(user=self.publisher)
        target = self.translated(original)
        assert approved_moment(target) == THEN
        entry = self.shown("EN Annonce")
        assert (entry.drop_url, entry.move_url) == ("", "")
        assert "avec sa page d’origine" in entry.words
        url = reverse("editorial_calendar:move", args=[target.pk])
        revision = target.scheduled_revision.pk
        before = all_rows()
        answer = self.drop(
            "paul", entry, "2041-03-20", url, shown_revision=str(revision), shown_moment=THEN.isoformat()
        )
        self.refused(answer, "paraît avec sa page d’origine", before)
        assert self.drop("paul", self.shown("Annonce"), "2041-03-20").status_code == 200
        assert approved_moment(target) == THEN.replace(day=20)

    def test_what_cannot_be_read(self) -> None:
        scheduled(self.north, "Annonce")
        entry, before = self.shown("Annonce"), all_rows()
        for day in ("", "demain", "20/03/2041", "2041-02-30", "0001-01-01", "9999-12-31"):
            assert self.drop("paul", entry, day).status_code == 400, day
        for changed in (
            {"shown_moment": "hier"},
            {"shown_moment": "0001-01-01T00:00:00+23:00"},
            {"shown_moment": "2041-03-12T09:30"},
            {"shown_moment": ""},
            {"shown_revision": "x"},
        ):
            assert self.drop("paul", entry, "2041-03-20", **changed).status_code == 400, changed
        assert all_rows() == before
        assert self.client.get(entry.drop_url).status_code == 405
        assert self.client.post(reverse("editorial_calendar:move", args=[10**9])).status_code == 404


class TestHours(HypothesisCase):
    @settings(max_examples=200, deadline=None)
    @given(
        st.datetimes(FIRST_MOMENT, LAST_MOMENT, timezones=st.just(UTC)),
        st.dates(date(2026, 1, 1), date(2050, 1, 1)),
        st.sampled_from(["Europe/Paris", "America/Montreal", "Africa/Casablanca"]),
    )
    def test_a_drop_keeps_the_time_of_day_in_paris_or_is_refused(
        self, moment: datetime, day: date, zone: str
    ) -> None:
        """Whatever the clock of the person who drags."""
        form = DropForm({"day": day.isoformat(), "shown_revision": "1", "shown_moment": moment.isoformat()})
        clock = moment.astimezone(PARIS).time()
        with timezone.override(zone):
            is_valid = form.is_valid()
        if is_valid:
            new = form.cleaned_data["new_moment"].astimezone(PARIS)
            assert (new.date(), new.time()) == (day, clock)
        else:
            # The hour that is left out, and the one that comes twice.
            assert (day.month, day.weekday()) in ((3, 6), (10, 6))
            assert clock.hour == 2
