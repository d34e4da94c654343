"""The neighbours of a page: for each other cluster, what it published nearest by topic and time (docs/adr/0065)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import Cluster


class PageNeighbour(models.Model):
    """The nearest page of one cluster to a page; both stand for their translation sets, so it is so in every language.

    The worker keeps it (clusters.content.neighbours.storing). Who shows it asks visibility again.
    """

    translation_key = models.UUIDField()
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="+")
    neighbour_key = models.UUIDField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("voisine d’une page")
        verbose_name_plural = _("voisines des pages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation_key", "cluster"], name="one_neighbour_a_cluster")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.neighbour_key}"
