"""A series of another calendar: what the fields of a page can say is taken, and the rest is told line by line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from events.imports.reading import ReadEvent, read
from events.imports.wording import note_in_words
from events.models import EventPage
from tests.events.calendar_imports import ImportCase, calendar, event

NOW = datetime(2027, 3, 1, tzinfo=UTC)
START, END = "DTSTART;TZID=Europe/Paris:20270309T090000", "DTEND;TZID=Europe/Paris:20270309T110000"


def one(*lines: str, more: str = "") -> ReadEvent:
    """The only event of a calendar, as it is read on 1 March 2027."""
    (found,) = read(calendar(event("a", *lines), more), ZoneInfo("Europe/Paris"), NOW)
    assert not found.problem
    return found


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("FREQ=WEEKLY;COUNT=4", {"repeats": "weekly", "repeat_days": "TU", "repeat_count": 4}),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270401T070000Z",
            {"repeats": "weekly", "repeat_interval": 2, "repeat_days": "TU,TH", "repeat_until": "2027-03-25"},
        ),
        (
            "FREQ=DAILY;COUNT=3",
            {"repeats": "weekly", "repeat_days": "MO,TU,WE,TH,FR,SA,SU", "repeat_count": 3},
        ),
        ("FREQ=MONTHLY;COUNT=3", {"repeats": "monthly_day", "repeat_count": 3}),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", {"repeats": "monthly_weekday", "repeat_count": 3}),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=3", {"repeats": "monthly_weekday", "repeat_count": 3}),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=9;COUNT=3", {"repeats": "yearly", "repeat_count": 3}),
    ],
)
def test_a_rule_that_the_fields_can_say_is_taken(rule: str, fields: dict[str, object]) -> None:
    found = one(START, END, f"RRULE:{rule}")
    assert {name: found.values[name] for name in fields} == fields
    assert (found.values["starts_on"], found.values["end_time"], found.notes) == ("2027-03-09", "11:00", [])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=2;COUNT=9",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=9",
        "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=2;COUNT=9",
        "FREQ=YEARLY;BYDAY=2TU;BYMONTH=3;COUNT=3",
    ],
)
def test_another_rule_gives_its_next_date_and_is_told_in_full(rule: str) -> None:
    found = one(START, END, f"RRULE:{rule}")
    assert "repeats" not in found.values
    with translation.override("fr"):
        assert rule.partition(";")[0] in note_in_words(found.notes[0])


def test_dates_left_out_cancelled_and_moved_are_taken_and_what_else_differs_is_told() -> None:
    def date(day: str, *lines: str, title: str = "Salon") -> str:
        return event("a", f"RECURRENCE-ID;TZID=Europe/Paris:{day}T090000", *lines, title=title)

    more = (
        date("20270316", "DTSTART;TZID=Europe/Paris:20270316T090000", "STATUS:CANCELLED")
        + date("20270330", "DTSTART:20270402T120000Z", "DTEND:20270402T133000Z")
        + date("20270406", START.replace("0309", "0406"), END.replace("0309", "0406"), title="Autre titre")
    )
    found = one(START, END, "RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE:20270323T080000Z", more=more)
    assert [one["value"] for one in found.values["exceptions"]] == [
        {"day": "2027-03-16", "change": "cancelled"},
        {"day": "2027-03-23", "change": "left_out"},
        {
            "day": "2027-03-30",
            "change": "moved",
            "new_day": "2027-04-02",
            "start_time": "14:00",
            "end_time": "15:30",
        },
    ]
    assert found.notes == ["exception:2027-04-06"]
    with translation.override("fr"):
        assert "6 avril 2027" in note_in_words(found.notes[0])


@pytest.mark.parametrize(
    ("start", "rule", "first", "end", "notes"),
    [
        ("20270309", "FREQ=WEEKLY", "2027-03-09", "2028-03-07", ["series_cut"]),
        ("20260106", "FREQ=WEEKLY;COUNT=70", "2027-03-02", None, ["series_from"]),
        ("20260106", "FREQ=DAILY;COUNT=900", "2027-03-01", "2027-09-16", ["series_from", "series_cut"]),
    ],
)
def test_what_is_to_come_is_taken_as_far_as_a_page_reaches(
    start: str, rule: str, first: str, end: str | None, notes: list[str]
) -> None:
    found = one(f"DTSTART;TZID=Europe/Paris:{start}T090000", f"RRULE:{rule}")
    assert (found.values["starts_on"], found.values["repeat_until"], found.notes) == (first, end, notes)


def test_an_hour_of_another_zone_is_to_be_looked_at() -> None:
    """It would change with the clocks, which no page can say."""
    found = one("DTSTART:20270309T080000Z", "RRULE:FREQ=WEEKLY;COUNT=4")
    assert (found.values["repeats"], found.values["start_time"]) == ("weekly", "09:00")
    assert found.notes == ["fixed_hour"]


class SeriesImportTest(ImportCase):
    """A calendar with a series, imported twice."""

    def test_a_series_becomes_one_draft_that_repeats_until_it_repeats_no_more(self) -> None:
        rule = "RRULE:FREQ=WEEKLY;COUNT=4"
        start, end = START.replace("2027", "2037"), END.replace("2027", "2037")
        self.imported(calendar(event("a", start, end, rule, "EXDATE;TZID=Europe/Paris:20370316T090000")))
        page = EventPage.objects.get(title="Salon")
        assert [f"{each.starts_on:%m-%d}" for each in page.occurrences] == ["03-09", "03-23", "03-30"]
        assert not page.live

        assert "sans changement" in self.imported(
            calendar(event("a", start, end, rule, "EXDATE;TZID=Europe/Paris:20370316T090000"))
        )
        self.imported(calendar(event("a", start, end)))
        draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert draft.occurrences == ()
