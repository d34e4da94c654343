"""The state of each translation (missing, stale, fresh), updated in the transaction that changes it."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class State(models.TextChoices):
    """The state of a page in one language."""

    MISSING = "missing", _("Manquante")
    MACHINE = "machine", _("Automatique, non relue")
    STALE = "stale", _("Périmée")
    FRESH = "fresh", _("À jour")


class TranslationStateQuerySet(models.QuerySet["TranslationState"]):
    """The queries on translation states."""

    def of_key(self, key: UUID) -> Self:
        """Filters the states of a page in all its languages, by translation key."""
        return self.filter(page__translation_key=key)

    def made(self) -> Self:
        """Filters the translations that exist; a draft that was never complete counts as missing."""
        return self.exclude(state=State.MISSING)


class TranslationState(models.Model):
    """The state of one translation. A language for which there is no row has no such page: it is missing.

    `source` is the page that the translation follows; `None` for an independent page, which is no longer translated.
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
