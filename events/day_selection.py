"""Selects the events and missions that last on some days, and the first of each day: for the month, the week, a period.

Days are half-open ranges: from the first one to before the second. They are those of an event's own time zone.
"""

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
from events.models.occurrence import EventOccurrence

# More would make a week of the month as tall as a screen, and a month of a large federation thousands of links.
MOST_OF_A_DAY = 4
MOST_OF_A_FULL_DAY = 100
# So long before or after the day in the site's time zone, the same day begins or ends somewhere on Earth.
WIDEST_ZONE = timedelta(hours=26)
ONE_DATE = Q(eventpage__repeats="")
# On which days something lasts, by the table of its kind; of what repeats, its dates say it (EventOccurrence).
DAYS_OF_KINDS = (
    ("eventpage", Coalesce("eventpage__ends_on", "eventpage__starts_on")),
    ("trademissionpage", F("trademissionpage__ends_on")),
)

Span = tuple[int, date, date]
"""Primary key, first and last day."""


def moments_of(first: date, after: date) -> tuple[datetime, datetime]:
    """Returns the moments between which every event of these days lies, whatever its time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(after, time.min, tzinfo=zone)
    return start - WIDEST_ZONE, end + WIDEST_ZONE


def in_days(first: date, after: date) -> Q:
    """Returns the condition that an event or mission lasts on one of these days, in its own time zone."""
    begin, until = moments_of(first, after)
    one_day = Q(eventpage__ends_on=None, eventpage__starts_on__gte=first, eventpage__starts_on__lt=after)
    days = Q(eventpage__starts_on__lt=after, eventpage__ends_on__gte=first)
    dates = EventOccurrence.objects.filter(last_day__gte=first, first_day__lt=after)
    series = Q(pk__in=dates.values("page_id"))
    mission = Q(trademissionpage__starts_on__lt=after, trademissionpage__ends_on__gte=first)
    # The moments have an index, and leave few rows whose days are then compared.
    return Q(sort_at__lt=until) & not_over_q(begin) & (ONE_DATE & (one_day | days) | series | mission)


def spans_in_days(
    pages: "QuerySet[ContentPage]", first: date, after: date, most: int, *, has_repeated: bool = True
) -> list[Span]:
    """Returns the first `most` events and missions that last on these days, by their start; each date of what repeats.

    One light query a kind, and one for such dates: an index of each table gives what lasts then, where one query for
    all would read the tables from beginning to end. `has_repeated`: whether any of the pages repeats.
    """
    found: list[tuple[datetime, int, date, date]] = []
    for kind, last_day in DAYS_OF_KINDS:
        first_day = f"{kind}__starts_on"
        lasting = (
            once(pages, kind)
            .annotate(last_day=last_day)
            .filter(last_day__gte=first, **{f"{first_day}__lt": after})
        )
        spans = lasting.order_by("sort_at", "pk").values_list("sort_at", "pk", first_day, "last_day")
        found += spans[:most]
    if has_repeated:
        found += _dates_in_days(pages, first, after, most)
    return [(pk, first_day, last_day) for _sort_at, pk, first_day, last_day in sorted(found)[:most]]


def _dates_in_days(
    pages: "QuerySet[ContentPage]", first: date, after: date, most: int
) -> "QuerySet[EventOccurrence, tuple[datetime, int, date, date]]":
    """Returns start, page and days of the dates of what repeats."""
    dates = EventOccurrence.objects.filter(
        last_day__gte=first, first_day__lt=after, page__in=pages.values("pk")
    )
    return dates.order_by("starts_at", "page_id").values_list(
        "starts_at", "page_id", "first_day", "last_day"
    )[:most]


def once(pages: "QuerySet[ContentPage]", kind: str) -> "QuerySet[ContentPage]":
    """Returns the pages of a kind's table (`DAYS_OF_KINDS`) that do not repeat."""
    return pages.filter(ONE_DATE) if kind == "eventpage" else pages


def days_between(first_day: date, last_day: date, first: date, after: date) -> Iterator[date]:
    """Yields the days from one to another, both included, that are among the days from `first` to before `after`."""
    day, end = max(first_day, first), min(last_day, after - timedelta(days=1))
    while day <= end:
        yield day
        day += timedelta(days=1)


@dataclass
class Selection:
    """Which events a calendar shows, `most` on a day and more on the day that was asked for in full.

    `shown` are primary keys; `hidden` the numbers of events that are left out, by day.
    """

    full_day: date | None = None
    shown: set[int] = field(default_factory=set)
    hidden: Counter[date] = field(default_factory=Counter)
    most: int = MOST_OF_A_DAY

    def most_of(self, day: date) -> int:
        """Returns the most events that are shown on a day."""
        return MOST_OF_A_FULL_DAY if day == self.full_day else self.most


def select_in_days(
    spans: Iterable[Span], first: date, after: date, full_day: date | None = None, most: int = MOST_OF_A_DAY
) -> Selection:
    """Selects the first events of each day; `spans` stand in the order of the calendar."""
    selection = Selection(full_day, most=most)
    numbers: Counter[date] = Counter()
    for pk, first_day, last_day in spans:
        for day in days_between(first_day, last_day, first, after):
            if numbers[day] < selection.most_of(day):
                selection.shown.add(pk)
                numbers[day] += 1
            else:
                selection.hidden[day] += 1
    return selection
