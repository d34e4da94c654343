"""What a machine made of a public page for a visitor whose language it lacks: kept here, published nowhere."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class MachineReading(models.Model):
    """One page in one language, as a machine translates it. No page of the tree: nothing lists it (docs/adr/0022)."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("Demandée")
        READY = "ready", _("Faite")
        FAILED = "failed", _("Le service n’a pas répondu")
        TOO_LONG = "too_long", _("Page trop longue")

    source = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField(db_index=True)
    # Of the texts that were translated: the same words are not sent twice.
    digest = models.CharField(max_length=64, blank=True)
    # Of the source when it was read: a page published since shows its new words, or none.
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
