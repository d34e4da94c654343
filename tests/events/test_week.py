"""The agenda by week: seven days from the one on which the language begins, under one address in every language."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from events.week import build_week
from events.weeks import week_begin, week_key, week_of_key
from tests.factories import make_event

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)
LANGUAGES = ["fr", "en", "es", "ar", "en-us", "he"]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_week_has_one_address_in_every_language(day: date, language: str) -> None:
    """Whatever the day on which weeks begin: a reader who changes the language stays in that week."""
    with translation.override(language):
        begin = week_begin(day)
        key = week_key(begin)
        assert begin <= day < begin + timedelta(days=7)
        assert week_of_key(key) == begin
    thursday = next(begin + timedelta(days=n) for n in range(7) if (begin + timedelta(days=n)).weekday() == 3)
    for other in LANGUAGES:
        with translation.override(other):
            assert week_of_key(key) <= thursday < week_of_key(key) + timedelta(days=7)


@pytest.mark.parametrize(("language", "first"), [("fr", "lundi"), ("en-us", "Sunday"), ("ar", "الاثنين")])
def test_the_week_begins_as_the_language_has_it(language: str, first: str) -> None:
    with translation.override(language):
        week = build_week(
            week_begin(date(2027, 1, 1)), [], date(2027, 1, 1), date(2026, 1, 1), date(2028, 1, 1)
        )
    assert week.days[0][0].name == first
    assert date(2027, 1, 1) in [day.day for _name, day in week.days]


def read(query: str, path: str = "/fr/agenda/") -> HtmlElement:
    """The agenda by week, as it is on Thursday, the first of April 2027."""
    with time_machine.travel(NOW):
        answer = Client().get(f"{path}?view=week{query}")
    assert answer.status_code == 200
    return document_fromstring(answer.content.decode())


def days(page: HtmlElement) -> dict[str, list[str]]:
    """The titles on each day."""
    return {
        str(item.get("id"))[1:]: [str(title) for title in item.xpath(".//a[@class='month__link']/text()")]
        for item in page.xpath("//ol[@class='week']/li")
    }


@pytest.mark.django_db
def test_a_reader_leafs_through_weeks_with_the_filters_kept(federation: object) -> None:
    values = {"time_zone": ZoneInfo("America/Toronto"), "start_time": time(23, 0), "end_time": time(23, 30)}
    make_event(None, title="Nuit du dimanche", starts_on=date(2027, 4, 11), venue_country="FR", **values)
    make_event(
        None,
        title="Quatre jours",
        starts_on=date(2027, 4, 10),
        ends_on=date(2027, 4, 13),
        venue_country="FR",
    )
    for number in range(10):
        make_event(None, title=f"Atelier {number}", starts_on=date(2027, 4, 14), venue_country="BE")
    page = read("&country=FR")
    assert [day for day, titles in days(page).items() if titles] == ["2027-04-10", "2027-04-11"]
    assert days(page)["2027-04-11"] == ["Quatre jours", "Nuit du dimanche"]
    assert "depuis le 10 avril 2027" in page.text_content()
    assert page.xpath("//p[@class='listing__count']")[0].text_content().split()[0] == "2"
    following = page.xpath("//nav[@class='month-nav']/a[@rel='next']/@href")[0]
    assert following == "?view=week&country=FR&week=2027-W15"
    assert days(read("&country=FR&week=2027-W15"))["2027-04-13"] == ["Quatre jours"]
    full = read("&week=2027-W15")
    assert len(days(full)["2027-04-14"]) == 8
    assert "et 2 autres" in full.text_content()
    assert len(days(read("&week=2027-W15&day=2027-04-14"))["2027-04-14"]) == 10
    assert "Avant" in " ".join(full.xpath("//ul[@class='beyond']")[0].text_content().split())
    here = [str(link) for link in full.xpath("//nav[@class='month-nav']/a[not(@rel)]/@href")]
    assert here == ["?view=week&week=2027-W13"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "week", ["", "2027-W54", "2027-W00", "0000-W01", "9999-W52", "abc", "%00", "2027-W9"]
)
def test_a_week_that_is_none_is_this_week(federation: object, week: str) -> None:
    page = read(f"&week={week}")
    assert page.xpath("//time[@aria-current='date']/@datetime") == ["2027-04-01"]


@pytest.mark.django_db
def test_weeks_lead_robots_to_no_endless_years(federation: object) -> None:
    page = read("&week=2029-W13")
    assert page.xpath("//nav[@class='month-nav']/a[@rel='prev']")
    assert not page.xpath("//nav[@class='month-nav']/a[@rel='next']")
