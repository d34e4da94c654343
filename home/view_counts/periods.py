"""Days, weeks and months of a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fedcms.core.i18n.days import formatted_day


class Step(TextChoices):
    """How a report divides its period. Weeks begin on Monday."""

    DAY = "day", gettext_lazy("Jour")
    WEEK = "week", gettext_lazy("Semaine")
    MONTH = "month", gettext_lazy("Mois")


@dataclass(frozen=True)
class Period:
    """The days of a report, the first and the last included, and how they are divided."""

    first: date
    last: date
    step: Step = Step.DAY

    def start_of(self, day: date) -> date:
        """Returns the first day of the day's part, which may be before the period."""
        if self.step is Step.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.step is Step.MONTH else day

    def starts(self) -> Iterator[date]:
        """Yields the first day of each part of the period."""
        known: date | None = None
        for number in range((self.last - self.first).days + 1):
            start = self.start_of(self.first + timedelta(days=number))
            if start != known:
                known = start
                yield start

    def label(self, start: date) -> str:
        """Returns a part in words."""
        if self.step is Step.MONTH:
            return formatted_day(start, "YEAR_MONTH_FORMAT")
        day = formatted_day(start, "SHORT_DATE_FORMAT")
        return _("semaine du %(day)s") % {"day": day} if self.step is Step.WEEK else day
