"""Updates entries when a cluster, topic or organisation that they name changes.

A few are written at once, in the transaction of the change; many by tasks that this transaction enqueues, so that
none is lost and none runs for what was rolled back (docs/adr/0008-durable-tasks.md).
"""

from collections.abc import Iterator, Sequence

from clusters.models import Cluster, ContentPage, Organisation
from fedcms.core.models import Topic
from search.entries import building, tasks
from search.models import SearchEntry

AT_ONCE = 20
"""How many entries are updated at once, while somebody who saves a form waits."""
A_TASK = 100
"""How many entries one task updates: few enough to be done again when a worker dies."""


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), A_TASK):
        yield list(ids[start : start + A_TASK])


def follow_pages(ids: Sequence[int]) -> None:
    """Updates the entries of these pages, now if they are few, else in the worker."""
    if len(ids) <= AT_ONCE:
        building.sync_pages(pk__in=ids)
        return
    for batch in _batches(ids):
        tasks.sync_pages.enqueue(page_ids=batch)


def _follow_organisations(ids: Sequence[int]) -> None:
    if not ids:
        return
    if len(ids) <= AT_ONCE:
        building.sync_organisations(*ids)
        return
    for batch in _batches(ids):
        tasks.sync_organisations.enqueue(organisation_ids=batch)


def _pages_naming(row: Topic | Organisation) -> list[int]:
    named = {"topics": row} if isinstance(row, Topic) else {"organisation": row}
    return list(ContentPage.objects.filter(**named).order_by("pk").values_list("pk", flat=True))


def _organisations_about(row: Topic | Organisation) -> list[int]:
    chosen = (
        Organisation.objects.filter(topics=row) if isinstance(row, Topic) else Organisation.objects.none()
    )
    return list(chosen.order_by("pk").values_list("pk", flat=True))


def cluster_saved(sender: type, instance: Cluster, created: bool, raw: bool, **kwargs: object) -> None:
    """Updates the entries that contain a cluster's name, territory and country: of its pages and its organisations.

    What takes place in another country keeps that one.
    """
    if raw or created:
        return
    pages = SearchEntry.objects.filter(cluster=instance, page__isnull=False).order_by("page_id")
    follow_pages(list(pages.values_list("page_id", flat=True)))
    _follow_organisations(list(instance.organisations.order_by("pk").values_list("pk", flat=True)))


def shared_row_saved(
    sender: type, instance: Topic | Organisation, created: bool, raw: bool, **kwargs: object
) -> None:
    """Updates the entries of what names a topic or an organisation, since they contain its name and key."""
    if not (raw or created):
        follow_pages(_pages_naming(instance))
        _follow_organisations(_organisations_about(instance))


def shared_row_will_go(sender: type, instance: Topic | Organisation, **kwargs: object) -> None:
    """Remembers what names a row that is about to be deleted: afterwards, no query finds it."""
    # For the next function alone.
    instance.named_by = _pages_naming(instance)  # type: ignore[union-attr]
    instance.chosen_by = _organisations_about(instance)  # type: ignore[union-attr]


def shared_row_gone(sender: type, instance: Topic | Organisation, **kwargs: object) -> None:
    """Updates the entries of what named the deleted row."""
    follow_pages(getattr(instance, "named_by", []))
    _follow_organisations(getattr(instance, "chosen_by", []))
