"""What machines read of an event that repeats: its page's data and the API say one thing."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from events.models import EventPage
from tests.events.test_repeating_agenda import workshop
from tests.home.reading import read
from tests.home.schema_checks import problems

__all__ = ["workshop"]
pytestmark = pytest.mark.django_db


def test_the_next_date_the_schedule_and_the_dates_that_differ(
    workshop: EventPage,  # a fixture
    client: Client,
) -> None:
    cache.clear()
    with time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=UTC)):
        node = read(workshop.url_path).thing("Event")
        (told,) = client.get("/api/v1/events/").json()["results"]
    assert list(problems(node)) == []
    assert (node["startDate"], node["endDate"]) == ("2027-03-23T09:00:00+01:00", "2027-03-23T11:00:00+01:00")
    assert node["eventSchedule"] == {
        "@type": "Schedule",
        "startDate": "2027-03-09",
        "endDate": "2027-03-30",
        "startTime": "09:00:00",
        "endTime": "11:00:00",
        "scheduleTimezone": "Europe/Paris",
        "repeatFrequency": "P1W",
        "repeatCount": 4,
        "byDay": ["https://schema.org/Tuesday"],
        "exceptDate": ["2027-03-16T09:00:00+01:00", "2027-03-30T09:00:00+02:00"],
    }
    differing = [(one["startDate"], one["eventStatus"].rpartition("/")[2]) for one in node["subEvent"]]  # type: ignore[attr-defined]  # JSON
    assert differing == [
        ("2027-03-16T09:00:00+01:00", "EventCancelled"),
        ("2027-04-02T14:00:00+02:00", "EventRescheduled"),
    ]
    for name in ("startDate", "endDate", "eventSchedule", "subEvent"):
        assert told[name] == node[name]
