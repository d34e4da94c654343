"""The base of what a newsroom shows besides pages: rows of a cluster or of the federation, in every language."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterPage

AnyRow = TypeVar("AnyRow", bound=models.Model)


class OwnedRowQuerySet(models.QuerySet[AnyRow]):
    """The queries on rows of a newsroom."""

    def of_newsroom(self, locale_id: int, cluster_id: int | None) -> Self:
        """Filters those that a newsroom shows: a cluster's its own, the federation's (`None`) also those of clusters.

        Those of a cluster whose section is closed in this language are nowhere: it is not public yet.
        """
        if cluster_id is not None:
            return self.filter(cluster=cluster_id)
        return self.of_open_sections(locale_id=locale_id)

    def of_open_sections(self, **of_section: object) -> Self:
        """Filters those of the federation, and of clusters with a public section (as `of_section` says which)."""
        opened = ClusterPage.objects.visible().filter(**of_section).order_by()
        return self.filter(models.Q(cluster=None) | models.Q(cluster__in=opened.values("cluster")))


class OwnedRow(models.Model):
    """A row of a newsroom. Its team writes all languages; who may is news.permissions' to say."""

    cluster = models.ForeignKey(
        "clusters.Cluster",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("cluster"),
        help_text=_("De qui cela paraît : le cluster, ou la fédération."),
    )

    class Meta:
        abstract = True
