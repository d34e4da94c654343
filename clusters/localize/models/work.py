"""The work on translations: who is asked to do which, and what was started for many pages at once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class TranslationAssignment(models.Model):
    """A person is asked to translate a page into a language, or to bring the translation up to date."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="translation_assignments")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("langue"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="translation_assignments",
        verbose_name=_("confiée à"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("traduction confiée")
        verbose_name_plural = _("traductions confiées")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "locale"], name="one_translator_a_page_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.locale_id}: {self.assignee_id}"


class TranslationJob(models.Model):
    """What a person started for a selection in the report; the worker does it step by step and notes what it could not.

    `steps` are [page, locale] by key; `refused` are [title, language, reason] in the words of who started it.
    """

    class Action(models.TextChoices):
        """What is done with each step."""

        TRANSLATE = "translate", _("Traduire")
        UPDATE = "update", _("Mettre à jour")
        ASSIGN = "assign", _("Confier")
        REMIND = "remind", _("Relancer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=10, choices=Action.choices)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    by_machine = models.BooleanField(default=False)
    steps = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    succeeded = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("travail sur des traductions")
        verbose_name_plural = _("travaux sur des traductions")

    def __str__(self) -> str:
        return f"{self.action}: {self.done}/{len(self.steps)}"
