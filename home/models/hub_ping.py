"""What WebSub hubs are still to be told, how they answered, and in which feeds each page stood last."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

MAX_ADDRESS = 500


class HubPing(models.Model):
    """A feed that has changed, of which a hub is still to be told. Deleted when the hub has taken it."""

    hub = models.CharField(max_length=MAX_ADDRESS)
    feed = models.CharField(max_length=MAX_ADDRESS, help_text="The path of the feed on this site.")
    changed_at = models.DateTimeField(default=timezone.now, help_text="The last change to tell.")
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "hub ping"
        verbose_name_plural = "hub pings"
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["hub", "feed"], name="one_ping_a_feed")]
        indexes: ClassVar = [models.Index(fields=["next_try_at"], name="hub_ping_due")]

    def __str__(self) -> str:
        return f"{self.feed} → {self.hub}"


class HubState(models.Model):
    """How a hub answered last: whether it is left alone, or asked several things at once."""

    hub = models.CharField(max_length=MAX_ADDRESS, primary_key=True)
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    is_well = models.BooleanField(default=False, help_text="It has answered, and the last time, too.")
    is_slow = models.BooleanField(default=True)

    class Meta:
        verbose_name = "hub state"
        verbose_name_plural = "hub states"
        default_permissions = ()

    def __str__(self) -> str:
        return self.hub


class FeedMembership(models.Model):
    """The feeds in which a page stood when hubs were told last: they change, too, when it leaves them."""

    page_id = models.PositiveBigIntegerField(primary_key=True)
    language = models.CharField(max_length=12)
    cluster = models.CharField(max_length=60, blank=True, help_text="Slug; empty for the federation.")
    kind = models.CharField(max_length=30)
    topics = models.JSONField(default=list, help_text="Keys.")

    class Meta:
        verbose_name = "feed membership"
        verbose_name_plural = "feed memberships"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page_id)
