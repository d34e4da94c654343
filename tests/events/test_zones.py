"""What a calendar says of a time zone is what the zone does."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from events.ical.time_zones import timezone_component
from events.models import EventPage
from fedcms.core.i18n.moments import zone_city

FIRST, LAST = 2026, 2028
ZONES = sorted(str(zone) for zone, _label in EventPage._meta.get_field("time_zone").choices)
MINUTES = (
    int((datetime(LAST + 1, 1, 1, tzinfo=UTC) - datetime(FIRST, 1, 1, tzinfo=UTC)) / timedelta(minutes=1)) - 1
)


@cache
def read_back(name: str) -> dict[datetime, timedelta]:
    """The offset from each change on, as RFC 5545 has it read: the onset is a wall clock of the offset before."""
    component = Calendar.from_ical(timezone_component(ZoneInfo(name), FIRST, LAST).to_ical())
    return {
        (o.DTSTART - o.TZOFFSETFROM).replace(tzinfo=UTC): o.TZOFFSETTO
        for o in [*component.standard, *component.daylight]
    }


@given(zone=st.sampled_from(ZONES), minute=st.integers(0, MINUTES))
@example(zone="Europe/Paris", minute=125340)  # 2026-03-29 01:00 UTC: the first minute of summer time
@example(zone="Europe/Paris", minute=125339)
@example(zone="Africa/Casablanca", minute=579000)  # Ramadan 2027, five weeks between two changes
@example(zone="Australia/Lord_Howe", minute=398250)  # half an hour of summer time
def test_every_zone_of_the_form_has_the_offset_that_it_has(zone: str, minute: int) -> None:
    """At any minute of the years covered."""
    moment = datetime(FIRST, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    changes = read_back(zone)
    last = max(change for change in changes if change <= moment)
    assert changes[last] == moment.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Toronto", "Asia/Kathmandu"])
def test_another_reader_understands_it(zone: str) -> None:
    """dateutil reads VTIMEZONE by its own code."""
    from io import StringIO  # noqa: PLC0415

    text = timezone_component(ZoneInfo(zone), FIRST, LAST).to_ical().decode()
    read = tzical(StringIO(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n")).get(zone)
    assert read is not None
    for month in range(1, 13):
        moment = datetime(2027, month, 15, 12, tzinfo=UTC)
        assert moment.astimezone(read).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_zone_of_the_form_is_named_by_a_city_of_its_own() -> None:
    """CLDR would name Montreal's by Toronto."""
    named = {}
    for language in ("fr", "en", "es", "ar"):
        with override(language):
            assert zone_city("Europe/Paris") != zone_city("America/Toronto") != zone_city("America/Montreal")
            named[language] = zone_city("America/Montreal")
    assert "America/Montreal" in ZONES
    assert named == {"fr": "Montréal", "en": "Montreal", "es": "Montreal", "ar": "مونتريال"}
