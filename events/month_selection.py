"""Selects what a month of the agenda shows: the events that last on one of its days, the first of each day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from clusters.models import ContentPage
from clusters.models.content_queryset import not_over_q

# More would make a week as tall as a screen, and a month of a large federation thousands of links.
MOST_OF_A_DAY = 4
MOST_OF_A_FULL_DAY = 100
# So long before or after the day in the site's time zone, the same day begins or ends somewhere on Earth.
WIDEST_ZONE = timedelta(hours=26)


def next_month(first: date) -> date:
    """Returns the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    """Returns the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def bounds(first: date) -> tuple[datetime, datetime]:
    """Returns the moments between which every event of the month lies, whatever its time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(next_month(first), time.min, tzinfo=zone)
    return start - WIDEST_ZONE, end + WIDEST_ZONE


def in_month(first: date) -> Q:
    """Returns the condition that an event or mission lasts on a day of the month, in its own time zone."""
    after, until = bounds(first)
    following = next_month(first)
    one_day = Q(eventpage__ends_on=None, eventpage__starts_on__gte=first, eventpage__starts_on__lt=following)
    days = Q(eventpage__starts_on__lt=following, eventpage__ends_on__gte=first)
    mission = Q(trademissionpage__starts_on__lt=following, trademissionpage__ends_on__gte=first)
    # The moments have an index, and leave few rows whose days are then compared.
    return Q(sort_at__lt=until) & not_over_q(after) & (one_day | days | mission)


def day_spans(pages: "QuerySet[ContentPage]", month: date, most: int) -> list[tuple[int, date, date]]:
    """Returns primary key, first and last day of the first `most` events and missions of a month, by their start.

    The days are those of their own time zones. One light query a kind: an index of each kind's own table gives what
    lasts in a month, where one query for both would read both tables from beginning to end.
    """
    found: list[tuple[datetime, int, date, date]] = []
    for kind, last_day in (
        ("eventpage", Coalesce("eventpage__ends_on", "eventpage__starts_on")),
        ("trademissionpage", F("trademissionpage__ends_on")),
    ):
        first_day = f"{kind}__starts_on"
        lasting = pages.annotate(last_day=last_day).filter(
            last_day__gte=month, **{f"{first_day}__lt": next_month(month)}
        )
        spans = lasting.order_by("sort_at", "pk").values_list("sort_at", "pk", first_day, "last_day")
        found += spans[:most]
    return [(pk, first_day, last_day) for _sort_at, pk, first_day, last_day in sorted(found)[:most]]


def days_in_month(first_day: date, last_day: date, month: date) -> Iterator[date]:
    """Yields the days of the month of `month` (its first day) from one day to another, both included."""
    day, end = max(first_day, month), min(last_day, next_month(month) - timedelta(days=1))
    while day <= end:
        yield day
        day += timedelta(days=1)


@dataclass
class Selection:
    """Which events a month shows, `MOST_OF_A_DAY` on a day and more on the day that was asked for in full.

    `shown` are primary keys; `hidden` the numbers of events that are left out, by day.
    """

    full_day: date | None = None
    shown: set[int] = field(default_factory=set)
    hidden: Counter[date] = field(default_factory=Counter)

    def most_of(self, day: date) -> int:
        """Returns the most events that are shown on a day."""
        return MOST_OF_A_FULL_DAY if day == self.full_day else MOST_OF_A_DAY


def select_events(
    spans: Iterable[tuple[int, date, date]], month: date, full_day: date | None = None
) -> Selection:
    """Selects the first events of each day: `spans` are primary key, first and last day, in the order of the month."""
    selection = Selection(full_day)
    numbers: Counter[date] = Counter()
    for pk, first_day, last_day in spans:
        for day in days_in_month(first_day, last_day, month):
            if numbers[day] < selection.most_of(day):
                selection.shown.add(pk)
                numbers[day] += 1
            else:
                selection.hidden[day] += 1
    return selection
