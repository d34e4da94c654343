"""Imports of calendars, with their report, and which page each event of theirs became."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.agenda import AgendaPage


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("en attente")
    DONE = "done", _("terminé")
    FAILED = "failed", _("impossible")


class CalendarImport(models.Model):
    """A calendar that somebody gave, as a file or an address, to be made into drafts below an agenda by the worker."""

    agenda = models.ForeignKey(AgendaPage, on_delete=models.CASCADE, related_name="calendar_imports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.URLField(max_length=500, blank=True)
    # Emptied when it has been read.
    content = models.BinaryField(default=bytes)
    form_key = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    # Code of a failure, or its words; and a line an event: title, outcome, notes, page.
    failure = models.CharField(max_length=250, blank=True)
    report = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import de calendrier")
        verbose_name_plural = _("imports de calendriers")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ImportedEvent(models.Model):
    """What an event of another calendar became: by its UID once a section, in whatever language it was imported."""

    section = models.CharField(max_length=60, blank=True)
    uid = models.CharField(max_length=255)
    translation_key = models.UUIDField()
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("événement importé")
        verbose_name_plural = _("événements importés")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "uid"], name="imported_once_a_section")
        ]

    def __str__(self) -> str:
        return self.uid
