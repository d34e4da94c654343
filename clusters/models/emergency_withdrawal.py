"""Emergency withdrawals: a page and all its languages taken off the site at once, until somebody ends it."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

if TYPE_CHECKING:
    from clusters.access.teams import Person

_KNOWN = "_fedcms_withdrawn_keys"


class EmergencyWithdrawalQuerySet(models.QuerySet["EmergencyWithdrawal"]):
    """The queries on withdrawals."""

    def open(self) -> Self:
        """Filters those that nobody has ended."""
        return self.filter(ended_at=None)

    def of(self, *translation_keys: uuid.UUID) -> Self:
        """Filters those of translation sets."""
        return self.filter(translation_key__in=translation_keys)


class EmergencyWithdrawal(models.Model):
    """The withdrawal of a translation set. As long as it is open, none of its pages becomes public."""

    translation_key = models.UUIDField(db_index=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    tells_subscribers = models.BooleanField(
        _("prévenir les abonnés qui l’ont reçue par courriel"), default=False
    )
    withdrawn_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[EmergencyWithdrawalQuerySet] = EmergencyWithdrawalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("retrait d’urgence")
        verbose_name_plural = _("retraits d’urgence")
        ordering = ["-withdrawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key"], condition=Q(ended_at=None), name="one_open_emergency_withdrawal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.withdrawn_at:%Y-%m-%d %H:%M})"


class WithdrawnPage(models.Model):
    """A page that a withdrawal took off the site, or whose approved schedule it cancelled."""

    withdrawal = models.ForeignKey(EmergencyWithdrawal, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    # What was public, and what was approved to appear later; None if there was no such version. The contents are kept,
    # since a revision is overwritten by its writer's next draft, and purged when nothing refers to it.
    live_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    live_content = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    last_published_at = models.DateTimeField(null=True)
    scheduled_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    scheduled_content = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    scheduled_for = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["withdrawal", "page"], name="one_row_a_withdrawn_page")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.withdrawal_id})"


def withdrawn_keys(user: "Person") -> frozenset[uuid.UUID]:
    """Returns the translation keys that are withdrawn now. One query for a person in a request, kept with them."""
    known: frozenset[uuid.UUID] | None = getattr(user, _KNOWN, None)
    if known is None:
        found = EmergencyWithdrawal.objects.open().values_list("translation_key", flat=True)
        known = frozenset(found)
        setattr(user, _KNOWN, known)
    return known
