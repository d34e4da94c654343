"""Harvested items, and the hosts from which they come."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from search.models.harvest import MAX_ADDRESS, HarvestSource, SourceState


class HarvestedItemQuerySet(models.QuerySet["HarvestedItem"]):
    """Queries of items."""

    def shown(self) -> Self:
        """Returns items that search may show: with a title, not gone, of a source that is not withdrawn."""
        return self.filter(gone_at=None).exclude(title="").exclude(source__state=SourceState.WITHDRAWN)

    def leading(self) -> Self:
        """Returns items of `shown` with an entry of their own, not those that are duplicates of another entry."""
        return self.shown().filter(same_as=None)

    def to_visit(self, now: datetime) -> Self:
        """Returns items whose address is due to be visited at `now`."""
        alive = Q(source__state__in=(SourceState.ACTIVE, SourceState.ENDED, SourceState.PAUSED))
        return self.filter(alive, next_visit__lte=now)


class HarvestedItem(models.Model):
    """What a source says of one thing that it published: title, summary and address, never the thing itself."""

    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="items")
    identity = models.CharField(
        max_length=64, help_text="SHA-256 of the guid, or of what else tells it apart."
    )
    address = models.CharField(max_length=MAX_ADDRESS, help_text="Where it is, without what tracks readers.")
    canonical = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the address in its plainest form."
    )
    title = models.CharField(max_length=255, blank=True)
    title_key = models.CharField(max_length=255, blank=True, help_text="The title's folded words.")
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True, help_text="As declared; empty: its source's.")
    kind = models.CharField(max_length=30, help_text="What it is where its source says nothing else.")
    place = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20, blank=True)
    date = models.DateTimeField(null=True, help_text="Aware. Unknown for undated items of the first harvest.")
    day = models.DateField(null=True, help_text="Of an event that lasts whole days.")
    ends_at = models.DateTimeField(null=True, help_text="Aware; the end of what takes place.")
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(help_text="When it last stood in the feed.")
    gone_at = models.DateTimeField(null=True)
    next_visit = models.DateTimeField(
        null=True, db_index=True, help_text="Unset: it has no address of its own."
    )
    wants_page = models.BooleanField(default=False, help_text="Its page's own metadata has yet to be read.")
    same_as = models.ForeignKey(
        "federated_search.SearchEntry",
        null=True,
        on_delete=models.SET_NULL,
        related_name="also_items",
        help_text="The result that says the same, and credits this item.",
    )

    objects: ClassVar[models.Manager["HarvestedItem"]] = HarvestedItemQuerySet.as_manager()

    class Meta:
        verbose_name = "harvested item"
        verbose_name_plural = "harvested items"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "identity"], name="one_item_per_source_and_identity")
        ]
        indexes: ClassVar = [models.Index(fields=["source", "last_seen"], name="harvested_in_feed")]

    def __str__(self) -> str:
        return self.title or self.address


class HarvestHost(models.Model):
    """A host that the harvest asks: when it may be asked again, and its robots.txt."""

    origin = models.CharField(max_length=300, unique=True, help_text="Scheme, host and port.")
    not_before = models.DateTimeField(default=timezone.now)
    robots = models.TextField(blank=True)
    robots_read_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="How often in a row it did not answer.")
    visited_until = models.DateTimeField(
        null=True, help_text="While a task that visits its items is under way; that long at most."
    )

    class Meta:
        verbose_name = "harvested host"
        verbose_name_plural = "harvested hosts"

    def __str__(self) -> str:
        return self.origin
