"""How an event repeats, its exceptions, and its dates; the row itself holds the first one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from events.models.event_choices import Repeats
from events.models.event_dates import EventDates
from events.repetition.blocks import ExceptionsBlock, exceptions_in
from events.repetition.bounds import MOST_DATES, MOST_EXCEPTIONS, MOST_INTERVAL
from events.repetition.occurrences import Occurrence, Series, next_of
from events.repetition.rules import Rule, weekdays_of
from events.repetition.weekday_list import WeekdayListField

REPETITION_FIELDS = (
    "repeats",
    "repeat_interval",
    "repeat_days",
    "repeat_until",
    "repeat_count",
    "exceptions",
)


class EventRepetition(EventDates):
    """An event that may repeat. `starts_at` and `ends_at` are its first date's, whatever is said of that one."""

    repeats = models.CharField(_("répétition"), max_length=16, choices=Repeats, blank=True)
    repeat_interval = models.PositiveSmallIntegerField(
        _("toutes les combien"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_INTERVAL)],
    )
    repeat_days = WeekdayListField(_("jours de la semaine"), max_length=20, blank=True)
    repeat_until = models.DateField(_("jusqu’au"), null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(
        _("nombre de dates"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_DATES)],
    )
    exceptions = StreamField(
        ExceptionsBlock(),
        verbose_name=_("dates à part"),
        blank=True,
        max_num=MOST_EXCEPTIONS,
    )

    class Meta:
        abstract = True

    @property
    def series(self) -> Series | None:
        """The rule with its exceptions; `None` for an event that does not repeat."""
        if not self.repeats or self.starts_on is None:
            return None
        rule = Rule(
            Repeats(self.repeats),
            self.starts_on,
            self.repeat_interval or 1,
            weekdays_of(self.repeat_days),
            self.repeat_until,
            self.repeat_count,
        )
        return Series(
            rule,
            (self.ends_on or self.starts_on) - self.starts_on,
            self.start_time,
            self.end_time,
            ZoneInfo(str(self.time_zone)),
            exceptions_in(self.exceptions),
        )

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The dates of an event that repeats, the soonest first; () for one that does not."""
        series = self.series
        return series.occurrences if series else ()

    def span(self) -> tuple[datetime, datetime]:
        """Returns the start of its first date and the end of its last one, aware."""
        dates = self.occurrences
        if not dates:
            return self.starts_at, self.ends_at
        return min(one.starts_at for one in dates), max(one.ends_at for one in dates)

    @property
    def is_over(self) -> bool:
        """Whether the end of its last date has passed."""
        return self.span()[1] <= timezone.now()

    def next_occurrence(self) -> Occurrence | None:
        """Returns the date that is next, or that takes place now; `None` if all are over, or if it does not repeat."""
        return next_of(self.occurrences, timezone.now())

    def next_start(self) -> datetime | None:
        """Returns when the next date begins, by which listings sort; `None` if there is none."""
        coming = self.next_occurrence()
        return coming.starts_at if coming else None

    @property
    def shown_date(self) -> "Occurrence | EventRepetition":
        """The date that its page shows large: its own, or of an event that repeats the next one, else the last one."""
        dates = self.occurrences
        took_place = [one for one in dates if not one.is_cancelled]
        return self.next_occurrence() or next(reversed(took_place or dates), self)

    @property
    def is_shown_date_void(self) -> bool:
        """Whether the date that its page shows large does not hold: the whole event is off, or this date of it."""
        shown = self.shown_date
        return self.is_void or (isinstance(shown, Occurrence) and shown.is_cancelled)
