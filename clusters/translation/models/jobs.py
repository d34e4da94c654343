"""Translation jobs and assignments: what was started for many pages, and who is asked to do it."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class TranslationAssignment(models.Model):
    """The assignment of a translation to a person: to translate a page into a language, or to bring it up to date."""

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
    # The job that assigned it or sent the last reminder, and whose mail tells the assignee: two jobs at once send one
    # mail.
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
    """An action that a person started on a selection in the report. The worker does its items and records refused ones.

    `steps` are the items as [page, locale] by key, `total` their number. `refused` are [title, language, reason, page,
    locale], `notes` [page, locale, remark on an item that was done], both in the language of the person who started the
    job. `portion` counts the tasks that have done their batch; `heard_at` is when the last item was done.
    """

    SILENCE = timedelta(days=1)
    """How long an unfinished job may be silent.

    Tasks are given up after some nine hours of retries (FEDCMS_TASK_TRIES).
    """

    class Action(models.TextChoices):
        """The action of a job on each of its items."""

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
        verbose_name = _("opération de traduction")
        verbose_name_plural = _("opérations de traduction")

    def __str__(self) -> str:
        return f"{self.action}: {self.done}/{self.total}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the job; for a new one it also counts the items, because lists of jobs do not read `steps`."""
        if self._state.adding:
            self.total = len(self.steps)
        super().save(*args, **kwargs)

    @property
    def is_silent(self) -> bool:
        """Whether the job is unfinished and has done nothing for longer than `SILENCE`."""
        return self.finished_at is None and self.heard_at < timezone.now() - self.SILENCE

    @property
    def left_out(self) -> int:
        """How many items were not done; `refused` gives the reason for each."""
        return self.done - self.succeeded
