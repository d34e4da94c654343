"""Stores the moments of recent tries, which all web processes count together."""

from django.db import models


class RecentTries(models.Model):
    """The recent tries at one account, from one address, or both. Nobody is named: the key is a digest."""

    key = models.CharField(max_length=64, primary_key=True)
    moments = models.JSONField(default=list, help_text="Seconds since 1970, the oldest first.")
    over_at = models.DateTimeField(db_index=True, help_text="When none of them counts any more.")

    class Meta:
        verbose_name = "recent tries"
        verbose_name_plural = "recent tries"

    def __str__(self) -> str:
        return self.key
