"""The calendar's screen: its ways to other days, what cannot be read, and as many queries whatever there is."""

from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs

import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from clusters.models import Cluster
from clusters.translation.models import TranslationAssignment
from home.editorial_calendar.selection import CalendarSelection
from tests.factories import make_article, make_event, make_mission
from tests.factories.people import make_translator
from tests.home.editorial_calendar.support import (
    MARCH,
    THEN,
    CalendarCase,
    embargoed,
    proposed,
    scheduled,
)


class TestScreen(CalendarCase):
    def title(self, query: dict[str, str]) -> str:
        found = self.screen("nora", query).find(id="calendar-title")
        assert found is not None
        return found.get_text()

    def test_a_month_a_week_and_a_day_by_the_date_in_the_address(self) -> None:
        assert self.title({"date": "12/03/2041"}) == "Mars 2041"
        assert self.title({"date": "2041-03-12"}) == "Mars 2041"
        assert self.title({"date": "12/03/2041", "view": "day"}) == "Mardi 12 mars 2041"
        week = self.screen("nora", {"date": "12/03/2041", "view": "week"})
        days = [str(day["data-calendar-day"]) for day in week.select("[data-calendar-day]")]
        assert (days[0], days[-1], len(days)) == ("2041-03-11", "2041-03-17", 7)
        with time_machine.travel(THEN):
            assert self.title({}) == "Mars 2041"
            (today,) = self.screen("nora", {}).select(".ecal-day--today")
            assert "Aujourd’hui" in today.get_text()

    def test_the_ways_to_other_periods_keep_the_filters(self) -> None:
        screen = self.screen("nora", {"date": "12/01/2041", "kind": "event", "language": "fr"})
        ways = {
            name: parse_qs(str(screen.select_one(f"[data-calendar-{name}]")["href"])[1:])  # type: ignore[index]
            for name in ("previous", "following")
        }
        assert ways["previous"]["date"] == ["2040-12-01"]
        assert ways["following"]["date"] == ["2041-02-01"]
        assert all((way["kind"], way["language"]) == (["event"], ["fr"]) for way in ways.values())

    def test_there_is_no_way_beyond_the_years_that_can_be_asked_for(self) -> None:
        assert not self.screen("nora", {"date": "15/01/1990"}).select("[data-calendar-previous]")
        assert not self.screen("nora", {"date": "15/12/2100"}).select("[data-calendar-following]")
        assert not self.screen("nora", {"date": "31/12/2100", "view": "week"}).select(
            "[data-calendar-following]"
        )

    def test_what_cannot_be_read_is_an_error_beside_its_field_and_todays_calendar_is_shown(self) -> None:
        for query in (
            {"date": "demain"},
            {"date": "31/02/2041"},
            {"date": "01/01/0001"},
            {"date": "9999-12-31"},
            {"date": "\x00"},
            {"cluster": "nowhere"},
            {"kind": "draught"},
            {"language": "xx"},
        ):
            (name,) = query
            screen = self.screen("nora", query)
            error = screen.find(id=f"id_{name}_error")
            assert error is not None
            assert error.get_text().strip(), query
            assert screen.select(".ecal-day--today")
        assert self.screen("nora", {"view": "decade"}).select(".ecal--month")
        field = self.screen("nora", {"date": "demain"}).find(id="id_date")
        assert field is not None
        assert field["value"] == "demain", "it stays in the field"

    def test_it_is_in_the_menu_and_below_what_comes_soon(self) -> None:
        scheduled(self.north, "Annonce")
        self.ask("nora")
        dashboard = self.client.get(reverse("wagtailadmin_home")).content.decode()
        menu = next(iter(BeautifulSoup(dashboard, "html.parser").select("#wagtail-sidebar-props"))).get_text()
        url = reverse("editorial_calendar:show")
        assert f'"{url}"' in menu
        panel = BeautifulSoup(dashboard, "html.parser").find(id="due-soon-section")
        assert panel is not None
        assert f'href="{url}"' in str(panel)

    def test_a_period_with_more_than_is_read_says_so(self) -> None:
        make_event(self.north, starts_on=THEN.date())
        assert not self.screen("nora", MARCH).select(".ecal__note")
        make_event(self.north, starts_on=THEN.date())
        with patch.object(CalendarSelection, "most", 1):
            assert self.screen("nora", MARCH).select(".ecal__note")

    def fill(self, number: int) -> None:
        tess = self.people["tess"]
        english = Locale.objects.get(language_code="en")
        for each in range(number):
            for cluster in (self.north, self.south, None):
                page = scheduled(cluster, "Programmée", THEN + timedelta(minutes=each))
                TranslationAssignment.objects.create(page=page, locale=english, assignee=tess)
                embargoed(cluster, "Embargo", THEN + timedelta(hours=1 + each))
                proposed(cluster, "Proposée")
                make_event(cluster, starts_on=THEN.date())
                make_mission(cluster, starts_on=THEN.date(), ends_on=THEN.date(), deadline=THEN.date())
                make_article(cluster, first_published_at=timezone.now())

    def queries(self, name: str, query: dict[str, str]) -> int:
        user = self.people[name]
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
        self.client.force_login(user)
        self.client.get(reverse("editorial_calendar:show"), query)
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(reverse("editorial_calendar:show"), query).status_code == 200
        return len(captured)

    def test_the_same_number_of_queries_whatever_there_is(self) -> None:
        self.people["tess"] = make_translator("tess", "en", self.north)
        Cluster.objects.update(shows_reserved_slots=True)
        wanted = [
            (name, {"cluster": "all", "view": view} | when)
            for name in ("nora", "paul", "fred", "root", "tess")
            for view in ("month", "week", "day")
            for when in (MARCH, {})
        ]
        self.fill(1)
        few = [self.queries(*each) for each in wanted]
        self.fill(5)
        assert [self.queries(*each) for each in wanted] == few
        assert max(few) <= 40
