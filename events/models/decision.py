"""Decisions about applications and about calls that lack some: rows are added, never changed, and stay for ever."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.application import Application, DecisionKind
from events.models.call import CallForApplications


class AddedOnly(models.Model):
    """A row that says who decided what and when. It is added, and never saved again."""

    # The account may go; the name of who decided stays.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by_name = models.CharField(max_length=300)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Adds the row. Raises `TypeError` for one that is there already."""
        if self.pk is not None:
            raise TypeError("A decision is never changed: add another one.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came


class ApplicationDecision(AddedOnly):
    """What was decided about an application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"#{self.application_id}: {self.kind}"


class ShortfallAnswer(models.TextChoices):
    """What the organisers do when applications are missing."""

    GO = "go", _("partir quand même")
    EXTEND = "extend", _("prolonger les candidatures")
    CANCEL = "cancel", _("annuler")


class ShortfallDecision(AddedOnly):
    """What was decided about a call that had too few applications at its closing, or whose mission was cancelled."""

    call = models.ForeignKey(
        CallForApplications, on_delete=models.PROTECT, related_name="shortfall_decisions"
    )
    kind = models.CharField(max_length=8, choices=ShortfallAnswer)
    # The closing that was missed, and the new one.
    closed_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("suite d’un appel à candidatures")
        verbose_name_plural = _("suites d’un appel à candidatures")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"#{self.call_id}: {self.kind}"
