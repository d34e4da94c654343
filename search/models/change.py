"""The outbox: changed entries that the search server has not received yet, one row a change."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models


def version_of(moment: datetime) -> int:
    """What a search server is told as the version of what was written at `moment` (aware): its microseconds.

    Moments and not ids, so that a database that was restored goes on with higher versions than the server has.
    """
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    """The verbs by which changes are asked for."""

    def waiting(self) -> Self:
        """Those that the server was not told yet, the oldest first."""
        return self.filter(delivered_at=None).order_by("pk")


class IndexChange(models.Model):
    """Says that the entry `key` was written or removed; what it is now stands in the table of entries.

    Written in the transaction that changes the entry, after it. It stays for some seconds after the server was told,
    until no answer can come any more that the server gave before.
    """

    key = models.CharField(max_length=80, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, db_index=True)

    objects: ClassVar[models.Manager["IndexChange"]] = IndexChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "index change"
        verbose_name_plural = "index changes"

    def __str__(self) -> str:
        return f"{self.pk}: {self.key}"

    @property
    def version(self) -> int:
        """The version that the server is told."""
        return version_of(self.created_at)
