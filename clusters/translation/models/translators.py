"""Groups of translators: one language, of one cluster or of the whole federation."""

from typing import ClassVar, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class TranslatorGroupQuerySet(models.QuerySet["TranslatorGroup"]):
    """The queries on translator groups."""

    def of_owner(self, cluster_id: int | None) -> Self:
        """Filters the groups of one cluster; `None` stands for the groups of the whole federation."""
        return self.filter(cluster=cluster_id)

    def reaching(self, cluster_id: int | None) -> Self:
        """Filters the groups whose members translate a cluster's pages; `None` means the federation's own pages."""
        return self.filter(Q(cluster=None) | Q(cluster=cluster_id))


class TranslatorGroup(models.Model):
    """The language and the cluster (or the whole federation) for which a group translates.

    The group holds no page permission: what its members may do follows from this row (docs/adr/0023).
    """

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="translates")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("langue"))
    cluster = models.ForeignKey(
        "clusters.Cluster",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="translator_groups",
        verbose_name=_("cluster"),
    )

    objects: ClassVar[TranslatorGroupQuerySet] = TranslatorGroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("groupe de traduction")
        verbose_name_plural = _("groupes de traduction")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cluster", "locale"],
                condition=Q(cluster__isnull=False),
                name="translators_of_cluster",
            ),
            models.UniqueConstraint(
                fields=["locale"], condition=Q(cluster__isnull=True), name="translators_of_federation"
            ),
        ]

    def __str__(self) -> str:
        return self.group.name
