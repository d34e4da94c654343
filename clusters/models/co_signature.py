"""Co-signatures: the agreement of another cluster to the text of a release that it signs, too."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clusters.models.cluster import Cluster

DIGEST_LENGTH = 64


class CoSignatureState(models.TextChoices):
    """What became of the question to a cluster."""

    ASKED = "asked", _("demandé")
    APPROVED = "approved", _("approuvé")
    DECLINED = "declined", _("refusé")


class CoSignatureQuerySet(models.QuerySet["CoSignature"]):
    """The queries on co-signatures."""

    def waiting(self) -> Self:
        """Filters those about a page's newest text that a cluster has not answered."""
        return self.filter(state=CoSignatureState.ASKED, is_newest=True)


class CoSignature(models.Model):
    """The question to one cluster about one text of a page, with the answer.

    One row a text, of which `digest` is kept: who is asked about a draft has still approved the text that is public.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=CoSignatureState, default=CoSignatureState.ASKED)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    # Whether the page's newest version was this text when it was last saved, and named the cluster.
    is_newest = models.BooleanField(default=True)
    remark = models.TextField(_("remarque"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[CoSignatureQuerySet] = CoSignatureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("co-signature")
        verbose_name_plural = _("co-signatures")
        ordering = ["cluster__slug", "-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "cluster", "digest"], name="one_co_signature_a_cluster_and_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.cluster_id} ({self.state})"
