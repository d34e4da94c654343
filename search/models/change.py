"""The outbox: changed entries that the search server has not received yet, one row a change."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models


def version_of(moment: datetime) -> int:
    """Returns the version that a search server gets for a change of `moment` (aware): microseconds since 1970.

    Moments instead of ids, so that a database restored from a copy still makes higher versions than the server has.
    """
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    """Queries of changes."""

    def waiting(self) -> Self:
        """Returns changes that the server has not received yet, the oldest first."""
        return self.filter(delivered_at=None).order_by("pk")


class IndexChange(models.Model):
    """A note that the entry `key` was written or removed; the table of entries has its present content.

    Written in the transaction that changes the entry, after the entry. It stays for some seconds after delivery, until
    no answer can arrive any more that the server gave before it.
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
        """The version that the server gets for this change."""
        return version_of(self.created_at)
