"""What pages and lists show of an event's dates: the next one, those that follow, and how it repeats."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from clusters.content.teasers import Teaser
from events.models.event_choices import EventStatus
from events.repetition.occurrences import Occurrence
from events.repetition.wording import rule_in_words, series_in_words
from events.wording import clock_city, hours_with_zone, where_and_when
from fedcms.core.i18n.days import days_in_words
from fedcms.core.shown_tags import note_passing

if TYPE_CHECKING:
    from events.models import EventPage

MOST_SHOWN = 8
DATES = "dates"


@dataclass(frozen=True)
class ShownDate:
    """A date in a list of dates, in the active language; `hours` only where they are not those of the series."""

    starts_at: datetime
    days: str
    hours: str
    is_cancelled: bool
    moved_from: str
    has_hours: bool = False
    announced_end: datetime | None = None


@dataclass(frozen=True)
class PageDates:
    """How an event repeats, its coming dates, and the number of those that are not listed."""

    rule: str
    coming: list[ShownDate]
    more: int


def page_dates(event: "EventPage") -> PageDates | None:
    """Returns what the page of an event says of its dates; `None` for one that does not repeat."""
    series = event.series
    if series is None:
        return None
    now = timezone.now()
    coming = [one for one in series.occurrences if one.ends_at > now]
    shown = [_shown(one, event) for one in coming[:MOST_SHOWN]]
    return PageDates(series_in_words(series), shown, len(coming) - len(shown))


def _shown(one: Occurrence, event: "EventPage") -> ShownDate:
    city = clock_city(event)
    clock = hours_with_zone(one, city)
    was_other_day = one.is_moved and one.starts_on != one.day
    return ShownDate(
        starts_at=one.starts_at,
        days=days_in_words(one.starts_on, one.ends_on),
        hours=clock if clock != hours_with_zone(event, city) else "",
        is_cancelled=one.is_cancelled,
        moved_from=days_in_words(one.day, None) if was_other_day else "",
        has_hours=one.start_time is not None,
        announced_end=one.announced_end,
    )


@dataclass(frozen=True)
class TeaserDates:
    """The dates of an event behind its teaser; their words are made for those that are shown."""

    event: "EventPage"

    def between(self, first: date, after: date) -> list[dict[str, object]]:
        """Returns the details of the dates that last on the days from `first` to before `after`."""
        shown = (one for one in self.event.occurrences if one.starts_on < after and one.ends_on >= first)
        return [_details_of(one, self.event) for one in shown]


def date_details(event: "EventPage") -> dict[str, object]:
    """Returns what listings show of the date: of an event that repeats the next one, else all from first to last."""
    series = event.series
    if series is None:
        return {"starts_at": event.starts_at, "ends_at": event.last_day, "where": where_and_when(event)}
    dates = series.occurrences
    last = max(dates, key=lambda one: one.ends_at)
    coming = event.next_occurrence()
    details = {
        "starts_at": dates[0].starts_at,
        "ends_at": datetime.combine(last.ends_on, time.min, tzinfo=last.time_zone),
        "where": where_and_when(event),
    }
    if coming is not None:
        note_passing(coming.starts_at, coming.ends_at)
        details = _details_of(coming, event)
    return details | {"repeats": rule_in_words(series.rule), DATES: TeaserDates(event)}


def _details_of(one: Occurrence, event: "EventPage") -> dict[str, object]:
    """Returns the details of one date, its state included: they stand in place of those of another date."""
    label = str(EventStatus.CANCELLED.label) if one.is_cancelled else event.status_label
    return {
        "starts_at": one.starts_at,
        "ends_at": one.last_day,
        "where": where_and_when(event, one),
        "status_label": label,
        "is_off": one.is_cancelled or event.status == EventStatus.CANCELLED,
        "is_void": one.is_cancelled or event.is_void,
    }


def details_between(details: Mapping[str, object], first: date, after: date) -> list[dict[str, object]]:
    """Returns the details of each date on these days; for what does not repeat those given, whatever its days."""
    dates = details.get(DATES)
    if not isinstance(dates, TeaserDates):
        return [dict(details)]
    return [{**details, **each} for each in dates.between(first, after)]


def teasers_between(teaser: Teaser, first: date, after: date) -> list[Teaser]:
    """Returns a teaser for each date on these days; the teaser itself for what does not repeat."""
    if DATES not in teaser.details:
        return [teaser]
    return [replace(teaser, details=each) for each in details_between(teaser.details, first, after)]
