"""Each entry stands on its day by the site's clock, an event on each of its days by its own; no edge is lost."""

import json
from datetime import UTC, date, datetime, time, timedelta
from unittest import TestCase as PlainTestCase

import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clusters.models import ContentPage
from home.editorial_calendar.period import FIRST_DAY, LAST_DAY, CalendarView, period_of, site_zone
from tests.events.test_repetition import exception
from tests.factories import make_article, make_event, make_mission, make_user
from tests.home.editorial_calendar.support import PARIS, CalendarCase, embargoed, proposed, scheduled

VIEWS = st.sampled_from(list(CalendarView))
# Hypothesis wants them without a zone, and adds it.
FIRST_MOMENT, LAST_MOMENT = datetime(1991, 1, 1), datetime(2099, 1, 1)  # noqa: DTZ001
DAYS = st.dates(FIRST_DAY, LAST_DAY)


class TestPeriods(PlainTestCase):
    @given(DAYS, VIEWS, st.sampled_from(["fr", "en", "ar", "es"]))
    def test_periods_follow_one_another_without_a_gap_or_an_overlap(
        self, day: date, view: CalendarView, language: str
    ) -> None:
        with translation.override(language):
            period = period_of(day, view)
            assert period.first <= day <= period.last
            assert period_of(period.first, view) == period_of(period.last, view) == period
            if period.following:
                after = period_of(period.following, view)
                assert after.start == period.end
                assert after.previous
                assert period_of(after.previous, view) == period
            assert period.title

    @given(st.datetimes(FIRST_MOMENT, LAST_MOMENT, timezones=st.just(UTC)), VIEWS)
    def test_each_moment_is_in_the_period_of_its_day_and_in_no_other(
        self, moment: datetime, view: CalendarView
    ) -> None:
        period = period_of(moment.astimezone(site_zone()).date(), view)
        assert moment in period
        for other in (period.previous, period.following):
            assert other is None or moment not in period_of(other, view)

    def test_a_week_with_a_change_of_the_clock_is_an_hour_shorter_or_longer(self) -> None:
        weeks = [period_of(day, CalendarView.WEEK) for day in (date(2041, 3, 28), date(2041, 10, 24))]
        assert [(week.end.timestamp() - week.start.timestamp()) / 3600 for week in weeks] == [167, 169]


class TestEdges(CalendarCase):
    """The first and the last minute of a month in Paris, which are of another month in UTC."""

    first, last = datetime(2041, 3, 1, 0, 0, tzinfo=PARIS), datetime(2041, 3, 31, 23, 59, tzinfo=PARIS)

    def test_the_first_and_the_last_minute_are_the_months(self) -> None:
        scheduled(self.north, "Première", self.first)
        embargoed(self.north, "Dernière", self.last)
        proposed(self.north, "Proposée", self.last)
        proposed(self.north, "Proposée tôt", self.first)
        scheduled(self.north, "Avant", self.first - timedelta(minutes=1))
        proposed(self.north, "Proposée après", self.last + timedelta(minutes=1))
        found = self.by_title("nora", {"date": "15/03/2041"})
        assert {title: entry.day for title, entry in found.items()} == {
            "Première": "2041-03-01",
            "Proposée tôt": "2041-03-01",
            "Dernière": "2041-03-31",
            "Proposée": "2041-03-31",
        }
        assert "23:59" in found["Dernière"].words
        assert self.days("nora", "Avant", {"date": "28/02/2041"}) == ["2041-02-28"]
        assert self.days("nora", "Proposée après", {"date": "01/04/2041", "view": "day"}) == ["2041-04-01"]

    def test_what_is_of_the_next_month_is_not_counted(self) -> None:
        midnight = self.last + timedelta(minutes=1)
        scheduled(self.north, "Minuit", midnight)
        proposed(self.north, "Proposée", midnight)
        about = self.screen("nora", {"date": "31/03/2041"}).select_one(".ecal__about")
        assert about is not None
        assert about.get_text().strip().startswith("0 entrée")
        assert set(self.by_title("nora", {"date": "01/04/2041"})) == {"Minuit", "Proposée"}

    def test_what_was_published_in_the_last_minute_of_a_month_is_not_in_the_next(self) -> None:
        for title, moment in (("Dernière", self.last), ("Suivante", self.last + timedelta(minutes=1))):
            page = make_article(self.north, title=title)
            ContentPage.objects.filter(pk=page.pk).update(first_published_at=moment)
        with time_machine.travel(datetime(2041, 4, 2, tzinfo=UTC)):
            assert set(self.by_title("root", {"date": "31/03/2041"})) == {"Dernière"}
            assert set(self.by_title("root", {"date": "01/04/2041"})) == {"Suivante"}

    def test_people_in_another_zone_read_the_same_days(self) -> None:
        self.people["quentin"] = make_user("quentin", self.north)
        scheduled(self.north, "Dernière", self.last)
        with self.settings(WAGTAIL_USER_TIME_ZONES=["America/Montreal"]):
            user = self.people["quentin"]
            self.ask("quentin")
            user.wagtail_userprofile.current_time_zone = "America/Montreal"
            user.wagtail_userprofile.save()
            (entry,) = self.entries("quentin", {"date": "31/03/2041"})
        assert entry.day == "2041-03-31"
        assert "23:59 Europe/Paris" in entry.words


class TestEvents(CalendarCase):
    def test_an_event_of_several_months_stands_on_each_of_its_days(self) -> None:
        span = {"starts_on": date(2041, 2, 20), "ends_on": date(2041, 4, 3)}
        make_event(self.north, title="Résidence", **span)
        march = self.days("nora", "Résidence", {"date": "01/03/2041"})
        assert march == [f"2041-03-{day:02}" for day in range(1, 32)]
        assert len(self.days("nora", "Résidence", {"date": "01/02/2041"})) == 9
        assert len(self.days("nora", "Résidence", {"date": "01/04/2041"})) == 3
        assert self.days("nora", "Résidence", {"date": "01/05/2041"}) == []
        (first, *_others) = self.entries("nora", {"date": "01/03/2041"})
        assert "jusqu’au 03/04/2041" in first.words

    def test_its_days_and_hours_are_those_of_its_own_zone_which_is_named(self) -> None:
        late = {"starts_on": date(2041, 3, 31), "start_time": time(22, 0), "time_zone": "America/Montreal"}
        make_event(self.north, title="Nuit du code", **late)
        (entry,) = self.entries("nora", {"date": "31/03/2041"})
        assert entry.day == "2041-03-31"
        assert "22:00 America/Montreal" in entry.words
        assert self.entries("nora", {"date": "01/04/2041"}) == []

    def test_a_mission_is_there_with_its_last_day_to_apply(self) -> None:
        make_mission(
            self.north,
            title="Mission à Québec",
            starts_on=date(2041, 3, 30),
            ends_on=date(2041, 4, 2),
            deadline=date(2041, 2, 28),
        )
        (deadline,) = self.entries("sara", {"date": "28/02/2041"})
        assert (deadline.kind, deadline.day) == ("Date limite", "2041-02-28")
        assert "fin des candidatures" in deadline.words
        assert self.days("sara", "Mission à Québec", {"date": "01/03/2041"}) == ["2041-03-30", "2041-03-31"]
        assert self.days("sara", "Mission à Québec", {"date": "01/04/2041"}) == ["2041-04-01", "2041-04-02"]

    def test_a_cancelled_event_says_so(self) -> None:
        make_event(self.north, title="Salon", starts_on=date(2041, 3, 5), status="cancelled")
        assert "Annulé" in self.by_title("sara", {"date": "05/03/2041"})["Salon"].words

    def test_a_day_with_many_entries_says_how_many_more_and_opens(self) -> None:
        for number in range(7):
            make_event(self.north, title=f"Rendez-vous {number}", starts_on=date(2041, 3, 5))
        screen = self.screen("nora", {"date": "05/03/2041", "kind": "event", "language": "fr"})
        (more,) = screen.select(".ecal-day__more a")
        assert "3 de plus" in more.get_text()
        assert len(screen.select(".ecal-entry")) == 4
        query = dict(part.split("=") for part in str(more["href"]).removeprefix("?").split("&"))
        assert (query["kind"], query["language"], query["view"]) == ("event", "fr", "day")
        assert len(self.entries("nora", query)) == 7


class TestSeries(CalendarCase):
    """An event that repeats stands on each of its dates, also on those before and after the next one."""

    def test_each_date_of_the_period_is_shown_with_what_is_said_of_it(self) -> None:
        moved = exception(
            "2041-03-26", "moved", new_day="2041-03-28", start_time="14:00:00", end_time="15:00:00"
        )
        make_event(
            self.north,
            title="Atelier",
            starts_on=date(2041, 3, 5),
            start_time=time(9),
            end_time=time(11),
            repeats="weekly",
            repeat_count=6,
            exceptions=json.dumps(
                [exception("2041-03-12", "cancelled"), exception("2041-03-19", "left_out"), moved]
            ),
        )
        march = [entry for entry in self.entries("nora", {"date": "15/03/2041"}) if entry.title == "Atelier"]
        assert [entry.day for entry in march] == ["2041-03-05", "2041-03-12", "2041-03-28"]
        assert ["Annulé" in entry.words for entry in march] == [False, True, False]
        assert ["14:00" in entry.words for entry in march] == [False, False, True]
        assert self.days("nora", "Atelier", {"date": "15/04/2041"}) == ["2041-04-02", "2041-04-09"]
        assert self.days("nora", "Atelier", {"date": "15/05/2041"}) == []

    def test_dates_that_took_place_are_not_cancelled_with_the_last_one(self) -> None:
        make_event(
            self.north,
            title="Atelier",
            starts_on=date(2041, 3, 5),
            repeats="weekly",
            repeat_count=3,
            exceptions=json.dumps([exception("2041-03-19", "cancelled")]),
        )
        with time_machine.travel(datetime(2041, 3, 13, 12, tzinfo=UTC)):
            march = [one for one in self.entries("nora", {"date": "15/03/2041"}) if one.title == "Atelier"]
        assert [entry.day for entry in march] == ["2041-03-05", "2041-03-12", "2041-03-19"]
        assert ["Annulé" in entry.words for entry in march] == [False, False, True]
