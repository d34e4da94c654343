"""A month, a week or a day of the editorial calendar, by the site's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.month_selection import next_month, previous_month
from events.validation import FIRST_YEAR, LAST_YEAR
from events.weeks import DAYS_OF_A_WEEK, first_weekday
from fedcms.core.i18n.days import day_in_words, span_in_words
from fedcms.core.i18n.formatting import cldr_locale

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days between which the calendar is turned."""


class CalendarView(models.TextChoices):
    """How much of the calendar is shown."""

    MONTH = "month", _("Mois")
    WEEK = "week", _("Semaine")
    DAY = "day", _("Jour")


def site_zone() -> ZoneInfo:
    """Returns the time zone of the calendar's days: the site's, so that a team in several zones sees the same days."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    view: CalendarView
    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The moment at which the first day begins, aware."""
        return datetime.combine(self.first, time.min, tzinfo=site_zone())

    @property
    def end(self) -> datetime:
        """The moment at which the last day has ended, aware; it belongs to the next period."""
        return datetime.combine(self.last + timedelta(days=1), time.min, tzinfo=site_zone())

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def days(self) -> Iterator[date]:
        """Yields each day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def days_between(self, first: date, last: date) -> Iterator[date]:
        """Yields the days of the period from one day to another, both included."""
        day, end = max(first, self.first), min(last, self.last)
        while day <= end:
            yield day
            day += timedelta(days=1)

    @property
    def previous(self) -> date | None:
        """A day of the period before; `None` at the calendar's beginning."""
        before = self.first - timedelta(days=1)
        if self.view == CalendarView.MONTH:
            before = previous_month(self.first)
        return before if before >= FIRST_DAY else None

    @property
    def following(self) -> date | None:
        """A day of the period after; `None` at the calendar's end."""
        after = self.last + timedelta(days=1)
        return after if after <= LAST_DAY else None

    @property
    def title(self) -> str:
        """The period in words, in the active language."""
        if self.view == CalendarView.MONTH:
            return str(format_skeleton("yMMMM", self.first, locale=cldr_locale()))
        if self.view == CalendarView.WEEK:
            return span_in_words(self.first, self.last, "yMMMd")
        return day_in_words(self.first, "full")


def period_of(day: date, view: CalendarView) -> Period:
    """Returns the period that contains a day; a week begins as in the active language."""
    if view == CalendarView.DAY:
        return Period(view, day, day)
    if view == CalendarView.MONTH:
        first = day.replace(day=1)
        return Period(view, first, next_month(first) - timedelta(days=1))
    begin = day - timedelta(days=(day.weekday() - first_weekday()) % DAYS_OF_A_WEEK)
    return Period(view, begin, begin + timedelta(days=DAYS_OF_A_WEEK - 1))
