"""The state of each translation (missing, stale, fresh), updated in the transaction that changes it."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class State(models.TextChoices):
    """Of a page in a language."""

    MISSING = "missing", _("Manquante")
    MACHINE = "machine", _("Automatique, non relue")
    STALE = "stale", _("Périmée")
    FRESH = "fresh", _("À jour")


class TranslationStateQuerySet(models.QuerySet["TranslationState"]):
    """The verbs by which states are asked for."""

    def of_key(self, key: UUID) -> Self:
        """Those of a page in all its languages."""
        return self.filter(page__translation_key=key)

    def made(self) -> Self:
        """Those of translations that exist: a draft that was never complete is still missing."""
        return self.exclude(state=State.MISSING)


class TranslationState(models.Model):
    """The state of a translation. A language without a row has no such page: it is missing.

    `source` is the page whose words it follows; `None` = a page of its own, which nobody translates any more.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translation_state")
    source = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, db_index=True)
    texts = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, db_index=True)

    objects: ClassVar[TranslationStateQuerySet] = TranslationStateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("état d’une traduction")
        verbose_name_plural = _("états des traductions")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"
