"""Updates harvested items when pages, sources or clusters change."""

from django.db.models.signals import post_delete, post_save, pre_delete

from clusters.models import Cluster
from search.entries.removal import items_released
from search.harvest import sources
from search.harvest.deduplication import deduplicate_ids, page_entry_written
from search.models import HarvestedItem, HarvestSource, SearchEntry


def entry_saved(sender: type, instance: SearchEntry, raw: bool, **kwargs: object) -> None:
    """Updates the duplicates of a page's entry that was written."""
    if not raw and instance.page_id:
        page_entry_written(instance)


def entry_will_go(sender: type, instance: SearchEntry, **kwargs: object) -> None:
    """Remembers the duplicates of a page's entry that is about to be deleted: afterwards, no query finds them."""
    if instance.page_id:
        instance.duplicate_ids = list(instance.also_items.values_list("pk", flat=True))  # type: ignore[attr-defined]


def entry_gone(sender: type, instance: SearchEntry, **kwargs: object) -> None:
    """Deduplicates the items again that were duplicates of the deleted entry."""
    ids: list[int] = getattr(instance, "duplicate_ids", [])
    if ids:
        deduplicate_ids(ids)


def items_freed(sender: type, item_ids: list[int], **kwargs: object) -> None:
    """Deduplicates items again whose original entries were removed."""
    sources.follow_items(item_ids)


def source_will_go(sender: type, instance: HarvestSource, **kwargs: object) -> None:
    """Removes from search all that came from a source that is about to be deleted, alone or with its cluster."""
    sources.withdraw(instance)


def cluster_saved(sender: type, instance: Cluster, created: bool, raw: bool, **kwargs: object) -> None:
    """Updates the entries of a cluster's items, which contain its name, territory and country."""
    if raw or created:
        return
    items = HarvestedItem.objects.leading().filter(source__cluster=instance)
    sources.follow_items(list(items.order_by("pk").values_list("pk", flat=True)))


def connect() -> None:
    """Connects the handlers; called once, from search.signal_handlers."""
    post_save.connect(entry_saved, sender=SearchEntry, dispatch_uid="search.harvest.entry_saved")
    pre_delete.connect(entry_will_go, sender=SearchEntry, dispatch_uid="search.harvest.entry_will_go")
    post_delete.connect(entry_gone, sender=SearchEntry, dispatch_uid="search.harvest.entry_gone")
    items_released.connect(items_freed, dispatch_uid="search.harvest.items_released")
    pre_delete.connect(source_will_go, sender=HarvestSource, dispatch_uid="search.harvest.source_will_go")
    post_save.connect(cluster_saved, sender=Cluster, dispatch_uid="search.harvest.cluster_saved")
