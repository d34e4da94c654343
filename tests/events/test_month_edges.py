"""What touches a month by one day is in its calendar: the first, the last, and in the zones farthest away."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from clusters.models import ContentPage
from events.month_selection import bounds, day_spans, in_month, next_month, previous_month
from tests.factories import make_event, make_mission

pytestmark = pytest.mark.django_db

MAY = date(2027, 5, 1)
EARLIER = date(2027, 3, 1)
SPANS = [
    (date(2027, 4, 28), date(2027, 4, 30), False),
    (date(2027, 4, 28), date(2027, 5, 1), True),
    (date(2027, 4, 28), date(2027, 6, 2), True),
    (date(2027, 5, 1), date(2027, 5, 1), True),
    (date(2027, 5, 31), date(2027, 6, 3), True),
    (date(2027, 6, 1), date(2027, 6, 3), False),
]


def kinds_in(month: date) -> list[str]:
    """The kinds of what is in a month: what is counted and what is shown are asked apart, and are the same."""
    counted = ContentPage.objects.filter(in_month(month))
    shown = [pk for pk, *_days in day_spans(ContentPage.objects.all(), month, 10)]
    assert sorted(shown) == sorted(counted.values_list("pk", flat=True))
    return sorted(page.specific.kind for page in counted)


@pytest.mark.parametrize(("starts_on", "ends_on", "is_in"), SPANS, ids=str)
def test_an_event_and_a_mission_are_in_a_month_of_which_they_last_a_day(
    federation: object, starts_on: date, ends_on: date, is_in: bool
) -> None:
    make_event(None, starts_on=starts_on, ends_on=ends_on)
    make_mission(None, starts_on=starts_on, ends_on=ends_on, deadline=EARLIER)
    assert kinds_in(MAY) == (["event", "mission"] if is_in else [])


@pytest.mark.parametrize(
    ("day", "is_in"),
    [
        (date(2027, 4, 30), False),
        (date(2027, 5, 1), True),
        (date(2027, 5, 31), True),
        (date(2027, 6, 1), False),
    ],
)
def test_an_event_of_one_day_is_in_the_month_of_that_day(federation: object, day: date, is_in: bool) -> None:
    make_event(None, starts_on=day)
    assert kinds_in(MAY) == (["event"] if is_in else [])


@pytest.mark.parametrize(
    ("day", "zone", "at"),
    [
        (date(2027, 5, 1), "Pacific/Kiritimati", time(0, 30)),
        (date(2027, 5, 31), "Pacific/Pago_Pago", time(23)),
    ],
)
def test_the_day_is_that_of_the_place_however_far_away(
    federation: object, day: date, zone: str, at: time
) -> None:
    """On the first of May in Kiritimati it is still April here; on the last in Pago Pago already June."""
    make_event(None, starts_on=day, start_time=at, end_time=time(at.hour, 45), time_zone=ZoneInfo(zone))
    assert kinds_in(MAY) == ["event"]


def test_the_first_of_a_month_are_those_that_begin_first_whatever_their_kind(federation: object) -> None:
    days = [date(2027, 5, day) for day in (3, 4, 5, 6)]
    pages = [
        make_event(None, starts_on=day)
        if number % 2
        else make_mission(None, starts_on=day, ends_on=day, deadline=EARLIER)
        for number, day in enumerate(days)
    ]
    first = day_spans(ContentPage.objects.all(), MAY, 3)
    assert first == [(page.pk, day, day) for page, day in zip(pages[:3], days[:3], strict=True)]


def test_a_reader_sees_what_ends_on_the_first_and_what_begins_on_the_last(federation: object) -> None:
    make_event(None, title="Finit le premier", starts_on=date(2027, 4, 29), ends_on=MAY)
    make_event(None, title="Commence le dernier", starts_on=date(2027, 5, 31), ends_on=date(2027, 6, 2))
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC)):
        pages = {
            month: Client().get(f"/fr/agenda/?view=month&month=2027-{month:02}").content.decode()
            for month in (3, 4, 5, 6, 7)
        }
    days_shown = {
        month: (page.count("Finit le premier"), page.count("Commence le dernier"))
        for month, page in pages.items()
    }
    assert days_shown == {3: (0, 0), 4: (2, 0), 5: (1, 1), 6: (0, 2), 7: (0, 0)}


@pytest.mark.parametrize("month", range(1, 13))
def test_months_follow_one_another(month: int) -> None:
    first = date(2027, month, 1)
    assert next_month(first).day == previous_month(first).day == 1
    assert previous_month(next_month(first)) == first
    assert next_month(first) - first <= timedelta(days=31)
    begin, end = bounds(first)
    assert begin < datetime(2027, month, 1, tzinfo=UTC) < end
