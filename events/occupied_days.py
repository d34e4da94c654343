"""Knows on which days an agenda has something: where its calendar opens, and what is before and after."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from clusters.models import ContentPage
from events.day_selection import DAYS_OF_KINDS


@dataclass(frozen=True)
class OccupiedDays:
    """First day, last day and number of what lasts from one to the other, the earliest first."""

    spans: tuple[tuple[date, date, int], ...]

    def first_from(self, day: date) -> date | None:
        """Returns the first day, `day` or later, on which something lasts; None if there is none."""
        return min((max(first, day) for first, last, _number in self.spans if last >= day), default=None)

    def last_before(self, day: date) -> date | None:
        """Returns the last day before `day` of what is over by then; None if nothing is."""
        return max((last for _first, last, _number in self.spans if last < day), default=None)

    def number_before(self, day: date) -> int:
        """Returns the number of events and missions that are over before `day`."""
        return sum(number for _first, last, number in self.spans if last < day)

    def number_from(self, day: date) -> int:
        """Returns the number of events and missions that begin on `day` or later."""
        return sum(number for first, _last, number in self.spans if first >= day)

    def begin_from(self, day: date) -> date | None:
        """Returns the first day, `day` or later, on which something begins; None if nothing does."""
        return min((first for first, _last, _number in self.spans if first >= day), default=None)


def occupied_days(pages: "QuerySet[ContentPage]") -> OccupiedDays:
    """Returns the days of the events and missions among `pages`. One query a kind."""
    numbers: Counter[tuple[date, date]] = Counter()
    for kind, last_day in DAYS_OF_KINDS:
        first_day = f"{kind}__starts_on"
        found: Iterable[tuple[date, date, int]] = (
            pages.annotate(last_day=last_day)
            .filter(last_day__isnull=False)
            .order_by()
            .values_list(first_day, "last_day")
            .annotate(pages=Count("pk"))
        )
        for first, last, number in found:
            numbers[first, last] += number
    return OccupiedDays(tuple(sorted((first, last, number) for (first, last), number in numbers.items())))
