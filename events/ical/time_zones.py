"""VTIMEZONE components: the rules of the time zones that a calendar uses.

icalendar's own generator gives the wrong hour for each change to summer time, and misses changes that are less than
two months apart (Ramadan in Morocco). tests/events/test_zones.py compares ours with the zone's own offsets.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=256)
def timezone_component(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Returns the component of a zone for the years from `first_year` to `last_year`. Cached: do not change it."""
    component = Timezone()
    component.add("TZID", zone.key)
    start, end = datetime(first_year, 1, 1, tzinfo=UTC) - DAY, datetime(last_year + 1, 1, 1, tzinfo=UTC) + DAY
    component.add_component(_observance(zone, start, _offset(zone, start)))
    moment = start
    while moment < end:
        if _offset(zone, moment) != _offset(zone, moment + DAY):
            change = _change_between(zone, moment, moment + DAY)
            component.add_component(_observance(zone, change, _offset(zone, change - SECOND)))
        moment += DAY
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Returns the first second of the new offset; there must be exactly one change between the two moments."""
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _observance(
    zone: ZoneInfo, start: datetime, offset_before: timedelta
) -> TimezoneStandard | TimezoneDaylight:
    """Returns the period of one offset. It begins at the wall-clock time before the change (RFC 5545, 3.6.5)."""
    local = start.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.DTSTART = (start + offset_before).replace(tzinfo=None)
    observance.TZOFFSETFROM = offset_before
    observance.TZOFFSETTO = _offset(zone, start)
    observance.add("TZNAME", local.tzname() or zone.key)
    return observance
