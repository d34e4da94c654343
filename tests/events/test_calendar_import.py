"""An officer imports a calendar into drafts: hours by the right offset, nothing twice, words on what is left out."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.imports.reading import UnreadableCalendarError, read_apart
from events.models import CalendarImport, EventPage
from fedcms.core.http import foreign_fetch
from tests.events.calendar_imports import ImportCase, calendar, event
from tests.factories.content import parent_for

OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def hours(*lines: str, zones: str = "") -> tuple[object, ...]:
    """Day, hours and zone as they are read for a section in Casablanca."""
    (read,) = read_apart(calendar(event("a", *lines), zones=zones), "Africa/Casablanca")
    assert not read.problem
    return tuple(
        read.values[name] for name in ("starts_on", "start_time", "ends_on", "end_time", "time_zone")
    )


@pytest.mark.parametrize(
    ("lines", "zones", "meant"),
    [
        (["DTSTART:20270701T090000"], "", ("2027-07-01", "09:00", None, None, "Africa/Casablanca")),
        (
            ["DTSTART:20270701T090000Z", "DURATION:PT90M"],
            "",
            ("2027-07-01", "10:00", None, "11:30", "Africa/Casablanca"),
        ),
        (
            ["DTSTART;TZID=W. Europe Standard Time:20270701T090000"],
            "",
            ("2027-07-01", "09:00", None, None, "Europe/Berlin"),
        ),
        # Nine o'clock at two hours before UTC is eight in Casablanca, and not ten, as UTC would be.
        (
            ["DTSTART;TZID=Customized Time Zone:20270701T090000"],
            OUTLOOK,
            ("2027-07-01", "08:00", None, None, "Africa/Casablanca"),
        ),
        (
            ["DTSTART;VALUE=DATE:20270701", "DTEND;VALUE=DATE:20270703"],
            "",
            ("2027-07-01", None, "2027-07-02", None, "Africa/Casablanca"),
        ),
        (
            ["DTSTART;TZID=Asia/Tokyo:20270701T220000", "DTEND;TZID=Asia/Tokyo:20270702T010000"],
            "",
            ("2027-07-01", "22:00", "2027-07-02", "01:00", "Asia/Tokyo"),
        ),
    ],
)
def test_hours_are_read_by_the_right_offset(lines: list[str], zones: str, meant: tuple[object, ...]) -> None:
    assert hours(*lines, zones=zones) == meant


def test_of_a_series_the_next_date_is_taken_that_is_not_left_out() -> None:
    today = timezone.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    (read,) = read_apart(
        calendar(
            event(
                "a",
                "DTSTART;TZID=Europe/Paris:20200106T180000",
                "RRULE:FREQ=WEEKLY;BYDAY=MO",
                f"EXDATE;TZID=Europe/Paris:{monday:%Y%m%d}T180000",
            )
        ),
        "Europe/Paris",
    )
    assert read.notes == ["series_from", "series_cut"]
    assert read.values["repeats"] == "weekly"
    assert date.fromisoformat(read.values["starts_on"]) in (
        today - timedelta(days=today.weekday()),
        monday + timedelta(7),
    )


def test_of_a_series_that_no_page_can_say_the_next_date_that_takes_place_is_taken() -> None:
    """Every second and fourth Tuesday: the next is cancelled, the one after it moved; both are in the report."""
    zone = ZoneInfo("Europe/Paris")
    since = datetime.now(zone).date()
    tuesdays = [
        since + timedelta(days=n) for n in range(1, 120) if (since + timedelta(days=n)).weekday() == 1
    ]
    next_one, moved, *_others = [day for day in tuesdays if (day.day - 1) // 7 in (1, 3)]
    friday = moved + timedelta(days=3)

    def date_of_series(day: date, *lines: str) -> str:
        return event("a", f"RECURRENCE-ID;TZID=Europe/Paris:{day:%Y%m%d}T180000", *lines)

    (read,) = read_apart(
        calendar(
            event("a", "DTSTART;TZID=Europe/Paris:20200114T180000", "RRULE:FREQ=MONTHLY;BYDAY=2TU,4TU")
            + date_of_series(
                next_one, f"DTSTART;TZID=Europe/Paris:{next_one:%Y%m%d}T180000", "STATUS:CANCELLED"
            )
            + date_of_series(moved, f"DTSTART;TZID=Europe/Paris:{friday:%Y%m%d}T170000")
        ),
        "Europe/Paris",
    )
    assert (read.values["starts_on"], read.values["start_time"]) == (friday.isoformat(), "17:00")
    assert f"exception:{next_one.isoformat()}" in read.notes


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html>", "no_calendar"),
        (b"x" * 1_000_001, "big"),
        (calendar("BEGIN:VEVENT\n" * 50), "hostile"),
        (calendar("BEGIN:VEVENT\nEND:VEVENT\n" * 2_001), "hostile"),
    ],
)
def test_what_no_honest_calendar_is_gets_a_reason(body: bytes, code: str) -> None:
    with pytest.raises(UnreadableCalendarError, match=code):
        read_apart(body, "Europe/Paris")


def test_a_rule_that_explodes_is_not_expanded() -> None:
    """Each second since 1970, and a rule that never comes."""
    lines = (
        ("DTSTART:19700101T000000Z", "RRULE:FREQ=SECONDLY"),
        (
            "DTSTART:20270101T000000Z",
            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
        ),
    )
    read = read_apart(
        calendar(*(event(str(number), *each) for number, each in enumerate(lines))), "Europe/Paris"
    )
    assert [each.problem for each in read] == ["", ""]


class ImportScreen(ImportCase):
    """What an editor of the north reads on the screen."""

    def test_twice_makes_one_draft_and_a_change_goes_into_a_new_one(self) -> None:
        start = "DTSTART;TZID=Asia/Tokyo:20310701T090000"
        screen = self.imported(calendar(event("a", start, "LOCATION:Halle", "DESCRIPTION:Un <b>mot</b>.")))
        assert "Brouillon créé." in screen
        page = EventPage.objects.get(title="Salon")
        assert (page.live, page.cluster, page.owner) == (False, self.north, self.editor)
        assert (page.starts_on, page.start_time, str(page.time_zone)) == (
            date(2031, 7, 1),
            time(9),
            "Asia/Tokyo",
        )
        assert "Un &lt;b&gt;mot&lt;/b&gt;." in str(page.body)
        assert "Déjà importé, sans changement" in self.imported(calendar(event("a", start, "LOCATION:Halle")))
        screen = self.imported(calendar(event("a", start, "LOCATION:Halle", "STATUS:CANCELLED")))
        assert "dans un nouveau brouillon" in screen
        page = EventPage.objects.get(title="Salon")
        draft = page.get_latest_revision_as_object()
        assert (page.status, draft.status) == ("scheduled", "cancelled")
        page.delete()
        assert "il n’est pas créé de nouveau" in self.imported(calendar(event("a", start, "LOCATION:Autre")))

    def test_each_event_that_is_left_out_has_its_reason(self) -> None:
        start = "DTSTART:20310701T090000Z"
        screen = self.imported(
            calendar(
                event("b", start, "CLASS:PRIVATE", title="Rendez-vous privé"),
                event("c", "DTSTART:19310701T090000Z", title="Jadis"),
                event("d", "DTSTART;TZID=Nowhere:20310701T090000", title="Ailleurs"),
                event("e", title="Sans date"),
            )
        )
        for words in ("il est privé", "Donnez une année", "fuseau horaire est inconnu", "Illisible"):
            assert words in screen
        assert "Rendez-vous" not in screen
        assert "Rendez-vous" not in str(CalendarImport.objects.get().report)
        assert [page.title for page in EventPage.objects.child_of(self.agenda)] == ["Ailleurs"]

    def test_an_address_is_read_by_the_worker_and_its_failure_is_told(self) -> None:
        def refuse(address: str, size: int) -> bytes:
            raise foreign_fetch.NotFetchedError("Le site ne répond pas.")

        kept = list(foreign_fetch._registered)
        self.addCleanup(foreign_fetch._registered.__setitem__, slice(None), kept)
        foreign_fetch.register_fetch(refuse)
        assert "Le site ne répond pas." in self.imported(address="https://other.example/a.ics")
        foreign_fetch.register_fetch(lambda address, size: calendar(event("z", "DTSTART:20310701T090000Z")))
        screen = self.imported(address="https://other.example/private-secret/a.ics")
        assert "Brouillon créé." in screen
        assert "https://other.example/" in screen
        assert "private-secret" not in screen
        assert not CalendarImport.objects.filter(address__contains="secret").exists()

    def test_the_form_refuses_in_words_and_others_are_kept_out(self) -> None:
        for data in ({}, {"address": "http://other.example/"}, {"address": "ftp://x"}):
            answer = self.client.post(self.url, data | {"form_key": str(uuid4())})
            assert answer.status_code == 200, data
        assert not CalendarImport.objects.exists()
        south = parent_for(EventPage, None)
        refused = self.client.get(reverse("event_imports:import", args=[south.pk]))
        assert refused.status_code in (302, 403)
        assert Client().get(self.url).status_code == 302
        assert (
            self.url
            in self.client.get(reverse("wagtailadmin_explore", args=[self.agenda.pk])).content.decode()
        )
