"""Stores the moments of recent tries, which all web processes count together, and who waits for a new password."""

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


class ForgottenPassword(models.Model):
    """An address that who forgot a password typed, until the worker has looked it up: tasks keep what they get."""

    email = models.EmailField()
    language = models.CharField(max_length=10, blank=True)
    domain = models.CharField(max_length=255)
    is_secure = models.BooleanField()
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "forgotten password"
        verbose_name_plural = "forgotten passwords"

    def __str__(self) -> str:
        return f"#{self.pk}"
