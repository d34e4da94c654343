"""The outbox: which entries a search server does not know yet as they are. One row a change."""

from typing import ClassVar, Self

from django.db import models


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    """The verbs by which changes are asked for."""

    def oldest(self, count: int) -> Self:
        """The `count` that have waited longest, in order."""
        return self.order_by("pk")[:count]


class IndexChange(models.Model):
    """Says that the entry `key` was written or removed; what it is now stands in the table of entries.

    Written in the transaction that changes the entry, after it, and deleted when the server has it. Its id is the
    version that the server is told: ids only grow, so that a late change never hides a newer one.
    """

    key = models.CharField(max_length=80, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["IndexChange"]] = IndexChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "index change"
        verbose_name_plural = "index changes"

    def __str__(self) -> str:
        return f"{self.pk}: {self.key}"
