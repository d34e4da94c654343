"""Where an event that repeats stands: its page, the agenda's list and calendars, filters of days, the search."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from lxml import html

from events.models import EventOccurrence, EventPage, EventStatus
from events.next_dates import advance_next_dates
from events.occupied_days import OccupiedDays
from search.models import SearchEntry
from tests.events.test_repetition import exception
from tests.factories import make_event, publish

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def workshop(federation: object) -> EventPage:
    """Each Tuesday of March 2027 from the 9th on: one is cancelled, the last is moved to 2 April."""
    said = [
        exception("2027-03-16", "cancelled"),
        exception("2027-03-30", "moved", new_day="2027-04-02", start_time="14:00:00", end_time="16:00:00"),
    ]
    with time_machine.travel(NOON):
        return make_event(
            None,
            title="Atelier",
            starts_on=date(2027, 3, 9),
            start_time=time(9),
            end_time=time(11),
            repeats="weekly",
            repeat_count=4,
            exceptions=json.dumps(said),
        )


def at(day: int, month: int = 3, hour: int = 12) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=ZoneInfo("Europe/Paris"))


def shown_days(client: Client, query: str) -> list[str]:
    """The days of a calendar on which something stands, those struck through in brackets."""
    tree = html.fromstring(client.get(f"/fr/agenda/{query}").content)
    days = tree.xpath("//*[starts-with(@id, 'd2027') and .//li[contains(@class, 'month__item')]]")
    return [
        f"({day.get('id')[6:]})"
        if day.xpath(".//li[contains(@class, 'month__item--off')]")
        else day.get("id")[6:]
        for day in days
    ]


def test_the_calendars_show_each_date(workshop: EventPage, client: Client) -> None:
    with time_machine.travel(NOON):
        assert shown_days(client, "?view=month&month=2027-03") == ["03-09", "(03-16)", "03-23"]
        assert shown_days(client, "?view=month&month=2027-04") == ["04-02"]
        assert shown_days(client, "?view=week&week=2027-W12") == ["03-23"]
        assert "14 h – 16 h" in client.get("/fr/agenda/?view=week&week=2027-W13").content.decode()


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ("from=2027-03-20&to=2027-03-24", "2027-03-23"),
        ("from=2027-04-01&to=2027-04-30", "2027-04-02"),
        ("from=2027-03-24&to=2027-04-01", ""),
        ("from=2027-03-30&to=2027-03-30", ""),
    ],
)
def test_a_filter_of_days_finds_each_date(workshop: EventPage, client: Client, days: str, shown: str) -> None:
    """And shows the date on these days."""
    with time_machine.travel(NOON):
        page = client.get(f"/fr/agenda/?{days}").content.decode()
    row = page.partition('<article class="agenda__row')[2]
    assert shown in row if shown else not row


def test_the_agenda_lists_the_next_date_until_the_last_is_over(workshop: EventPage, client: Client) -> None:
    """What is cancelled is not next; the worker moves the order on, once a date is over."""
    make_event(None, title="Entre-temps", starts_on=date(2027, 3, 12))

    def listed(moment: datetime) -> list[str]:
        with time_machine.travel(moment):
            advance_next_dates()
            page = client.get("/fr/agenda/").content.decode()
        rows = html.fromstring(page).xpath("//article[contains(@class, 'agenda__row')]")
        return [
            f"{row.xpath('.//h3')[0].text_content()} {row.xpath('./time/@datetime')[0][5:10]}" for row in rows
        ]

    assert listed(at(1)) == ["Atelier 03-09", "Entre-temps 03-12"]
    assert listed(at(9, hour=10)) == ["Atelier 03-09", "Entre-temps 03-12"]
    assert listed(at(10)) == ["Entre-temps 03-12", "Atelier 03-23"]
    assert listed(at(24)) == ["Atelier 04-02"]
    assert listed(at(3, 4)) == []
    with time_machine.travel(at(3, 4)):
        assert "Atelier" in client.get("/fr/agenda/?past=1").content.decode()


def test_the_search_knows_the_next_day(workshop: EventPage) -> None:
    def day() -> date | None:
        return SearchEntry.objects.get(page_id=workshop.pk).day

    assert day() == date(2027, 3, 9)
    with time_machine.travel(at(10)):
        assert advance_next_dates() == 1
        assert advance_next_dates() == 0
    assert day() == date(2027, 3, 23)


def test_its_page_lists_the_coming_dates_with_the_rule_in_words(workshop: EventPage, client: Client) -> None:
    with time_machine.travel(at(10)):
        page = html.fromstring(client.get(workshop.url_path).content)
    (day,) = page.xpath("//div[contains(@class, 'event__when')]//time/@datetime")
    assert day.startswith("2027-03-23T09:00")
    assert page.xpath("//p[@class='event__rule']")[0].text == "Chaque semaine : mardi, jusqu’au 2 avril 2027"
    dates = [" ".join(item.text_content().split()) for item in page.xpath("//ul[@class='dates__list']/li")]
    assert dates == [
        "Annulé 16 mars 2027",
        "23 mars 2027",
        "2 avril 2027 14 h – 16 h (Paris) Prévu d’abord : 30 mars 2027",
    ]


def test_dates_that_do_not_hold_are_struck(workshop: EventPage, client: Client) -> None:
    for status in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        type(workshop).objects.filter(pk=workshop.pk).update(status=status)
        with time_machine.travel(at(10)):
            page = html.fromstring(client.get(workshop.url_path).content)
        dates = page.xpath("//ul[@class='dates__list']/li")
        assert len(dates) == 3
        assert [item.xpath("string(./time/s)") for item in dates] == [
            "16 mars 2027",
            "23 mars 2027",
            "2 avril 2027",
        ]
        assert "14 h" not in dates[-1].text_content()


def test_an_event_that_repeats_no_more_has_no_dates_left_behind(workshop: EventPage) -> None:
    assert EventOccurrence.objects.filter(page=workshop).count() == 4
    workshop.repeats = ""
    publish(workshop)
    assert not EventOccurrence.objects.filter(page=workshop).exists()
    workshop.refresh_from_db()
    assert (workshop.next_at, workshop.sort_until) == (None, workshop.ends_at)


def test_a_calendar_counts_what_repeats_once_before_and_after() -> None:
    """Each of its days opens the calendar; before the first and after the last there is nothing."""
    days = [date(2027, 3, 9), date(2027, 3, 23), date(2027, 4, 2)]
    occupied = OccupiedDays(tuple((day, day, 0) for day in days), ((days[0], days[-1]),))
    numbers = [
        (occupied.number_before(day), occupied.number_from(day))
        for day in (days[0], date(2027, 3, 10), date(2027, 5, 1))
    ]
    assert numbers == [(0, 1), (1, 1), (1, 0)]
    assert occupied.first_from(date(2027, 3, 10)) == days[1]
