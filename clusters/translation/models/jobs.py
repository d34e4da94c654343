"""Translation jobs and assignments: what was started for many pages, and who is asked to do it."""

from datetime import timedelta
from typing import Any, ClassVar

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
    # The work that gave it or reminded of it last, whose mail tells the person: two jobs at once tell once.
    told_by = models.ForeignKey(
        "translation.TranslationJob", null=True, on_delete=models.SET_NULL, related_name="+"
    )

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

    `steps` are [page, locale] by key, `total` of them; `refused` are [title, language, reason, page, locale], `notes`
    [page, locale, what to know of a step that was done], both in the words of who started it. `portion` counts the
    tasks that did their part of it; `heard_at` is when the last step was.
    """

    SILENCE = timedelta(days=1)
    """A task is given up after some nine hours of tries (FEDCMS_TASK_TRIES): what is silent for longer is over."""

    class Action(models.TextChoices):
        """What a job does with each item."""

        TRANSLATE = "translate", _("Traduire")
        UPDATE = "update", _("Mettre à jour")
        ASSIGN = "assign", _("Confier")
        REMIND = "remind", _("Relancer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=10, choices=Action.choices)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_machine = models.BooleanField(default=False)
    steps = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    portion = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    succeeded = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("travail sur des traductions")
        verbose_name_plural = _("travaux sur des traductions")

    def __str__(self) -> str:
        return f"{self.action}: {self.done}/{self.total}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Counts the steps of a new one: lists of jobs do not read them."""
        if self._state.adding:
            self.total = len(self.steps)
        super().save(*args, **kwargs)

    @property
    def is_silent(self) -> bool:
        """Whether it has not come to its end and does not go on either."""
        return self.finished_at is None and self.heard_at < timezone.now() - self.SILENCE

    @property
    def left_out(self) -> int:
        """How many steps were not done, each for a reason."""
        return self.done - self.succeeded
