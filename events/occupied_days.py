"""Knows on which days an agenda has something: where its calendar opens, and what is before and after."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from clusters.models import ContentPage
from events.day_selection import DAYS_OF_KINDS, once
from events.models.occurrence import EventOccurrence


@dataclass(frozen=True)
class OccupiedDays:
    """First day, last day and number of what lasts from one to the other, the earliest first.

    Of what repeats, each date has a span without a number; it is counted once, by `repeated`: the end of its first date
    and the beginning of its last one.
    """

    spans: tuple[tuple[date, date, int], ...]
    repeated: tuple[tuple[date, date], ...] = ()

    def first_from(self, day: date) -> date | None:
        """Returns the first day, `day` or later, on which something lasts; None if there is none."""
        return min((max(first, day) for first, last, _number in self.spans if last >= day), default=None)

    def last_before(self, day: date) -> date | None:
        """Returns the last day before `day` of what is over by then; None if nothing is."""
        return max((last for _first, last, _number in self.spans if last < day), default=None)

    def number_before(self, day: date) -> int:
        """Returns the number of events and missions that are over before `day`, or of which a date is."""
        found = sum(number for _first, last, number in self.spans if last < day)
        return found + sum(end < day for end, _begin in self.repeated)

    def number_from(self, day: date) -> int:
        """Returns the number of events and missions that begin on `day` or later, or of which a date does."""
        found = sum(number for first, _last, number in self.spans if first >= day)
        return found + sum(begin >= day for _end, begin in self.repeated)

    def begin_from(self, day: date) -> date | None:
        """Returns the first day, `day` or later, on which something begins; None if nothing does."""
        return min((first for first, _last, _number in self.spans if first >= day), default=None)


def occupied_days(pages: "QuerySet[ContentPage]") -> OccupiedDays:
    """Returns the days of the events and missions among `pages`. One query a kind, and one for what repeats."""
    numbers: Counter[tuple[date, date]] = Counter()
    for kind, last_day in DAYS_OF_KINDS:
        first_day = f"{kind}__starts_on"
        found: Iterable[tuple[date, date, int]] = (
            once(pages, kind)
            .annotate(last_day=last_day)
            .filter(last_day__isnull=False)
            .order_by()
            .values_list(first_day, "last_day")
            .annotate(pages=Count("pk"))
        )
        for first, last, number in found:
            numbers[first, last] += number
    repeated: dict[int, tuple[date, date]] = {}
    rows = EventOccurrence.objects.filter(page__in=pages.values("pk"))
    for page, first, last in rows.values_list("page_id", "first_day", "last_day"):
        numbers[first, last] += 0
        end, begin = repeated.get(page, (last, first))
        repeated[page] = min(end, last), max(begin, first)
    spans = sorted((first, last, number) for (first, last), number in numbers.items())
    return OccupiedDays(tuple(spans), tuple(repeated.values()))
