"""What is to be told to subscribers: each page that appeared, once a language, and the digests that gather them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.subscriber import Rhythm


class Digest(models.Model):
    """One daily or weekly sending: it takes what no digest of its rhythm has had.

    There is one for each day or week, also without anything new: what appears later that day is the next one's.
    """

    rhythm = models.CharField(max_length=8, choices=Rhythm)
    slot_at = models.DateTimeField()
    # Subscribers up to this key have their mails.
    after_id = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("récapitulatif")
        verbose_name_plural = _("récapitulatifs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rhythm", "slot_at"], name="one_digest_a_slot")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="digest_under_way", condition=models.Q(is_done=False))
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} {self.slot_at:%Y-%m-%d %H:%M}"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """The queries on announcements."""

    def due(self, now: datetime) -> Self:
        """Filters those that are to be told to who wants them at once, and whose grace is over at `now` (aware)."""
        return self.filter(is_done=False, due_at__lte=now)


class Announcement(models.Model):
    """A page that became public in one language. Kept for good, so that the same is never announced again.

    No foreign key to the page: whoever asks looks for the page that is public at that moment.
    """

    translation_key = models.UUIDField()
    language = models.CharField(max_length=12)
    announced_at = models.DateTimeField()
    # The end of the grace in which another language may appear that a reader prefers.
    due_at = models.DateTimeField()
    # Of those who want it at once, subscribers up to this key have their mails.
    after_id = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    daily_digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="+")
    weekly_digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="+")
    # Set when a digest took it, and kept when that digest is pruned.
    was_daily = models.BooleanField(default=False)
    was_weekly = models.BooleanField(default=False)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("annonce")
        verbose_name_plural = _("annonces")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["translation_key", "language"], name="one_announcement_a_language"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="announcement_due", condition=models.Q(is_done=False)),
            models.Index(
                fields=["due_at"], name="announcement_for_daily", condition=models.Q(was_daily=False)
            ),
            models.Index(
                fields=["due_at"], name="announcement_for_weekly", condition=models.Q(was_weekly=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.language})"
