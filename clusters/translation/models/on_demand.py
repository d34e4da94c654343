"""Machine translations that visitors asked for: stored here, published nowhere.

Also counts how many pages are sent to the service in a day, which is limited (FEDCMS_MACHINE_READINGS_A_DAY).
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class MachineReading(models.Model):
    """A machine translation of one page into one language; no page of the tree, so nothing lists it (docs/adr/0022)."""

    class State(models.TextChoices):
        """The state of the translation."""

        WAITING = "waiting", _("Demandée")
        READY = "ready", _("Faite")
        FAILED = "failed", _("Le service n’a pas répondu")
        TOO_LONG = "too_long", _("Page trop longue")
        BEYOND = "beyond", _("Trop de demandes ce jour-là")

    source = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField(db_index=True)
    # The digest of the texts that were translated: the same texts are not sent twice.
    digest = models.CharField(max_length=64, blank=True)
    # When the source was published as it was read: a source published since shows its new texts, or no translation.
    source_published_at = models.DateTimeField(null=True, blank=True)
    service = models.CharField(max_length=80, blank=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("lecture automatique")
        verbose_name_plural = _("lectures automatiques")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "language"], name="one_reading_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.language}"


class ReadingDay(models.Model):
    """How many pages were sent to the service for visitors on one day of the site's time zone, failures included."""

    day = models.DateField(primary_key=True)
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("jour de lectures automatiques")
        verbose_name_plural = _("jours de lectures automatiques")

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"

    @classmethod
    def sent_on(cls, day: date) -> int:
        """Returns how many pages were sent on a day so far. One query."""
        return cls.objects.filter(day=day).values_list("sent", flat=True).first() or 0

    @classmethod
    def take_one(cls, day: date, most: int) -> bool:
        """Adds one to the day's count and returns `True`; returns `False` if `most` pages were sent already.

        Safe when several requests come at once. A new day's row deletes those of the days before.
        """
        _row, is_new = cls.objects.get_or_create(day=day)
        if is_new:
            cls.objects.filter(day__lt=day).delete()
        return bool(cls.objects.filter(day=day, sent__lt=most).update(sent=F("sent") + 1))
