"""The dates of events that repeat as rows, so that a query finds what takes place on some days."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventOccurrence(models.Model):
    """A date of an event that repeats, written with the row of its page; days are those of the event's own zone."""

    page = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="dates")
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("date d’un événement")
        verbose_name_plural = _("dates d’événements")
        indexes: ClassVar = [models.Index(fields=["last_day", "first_day"], name="occurrence_by_days")]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d}"
