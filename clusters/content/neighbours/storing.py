"""Stores the neighbours of pages: those that a public change concerns, or all of them.

Both write what differs alone, so that they may be repeated, and run in two workers at once.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from clusters.content.neighbours.nearest import TopicalPages
from clusters.content.registry import content_types
from clusters.models import Cluster, PageNeighbour
from fedcms.core.changes.outbox import Change

AT_ONCE = 500
"""Rows a statement."""

Slot = tuple[UUID, int]
"""A page's translation key and a cluster."""


def follow_changes(changes: Sequence[Change]) -> None:
    """Stores the neighbours that may have changed with these pages; all of them when a topic did."""
    if any(change.subject == "topic" for change in changes):
        rebuild()
        return
    kinds = content_types()
    keys = {change.translation_key for change in changes if change.kind in kinds}
    changed = {key for key in keys if key is not None}
    if changed:
        _store_around(changed)


def rebuild() -> int:
    """Stores the neighbours of all pages; returns how many there are."""
    pages = TopicalPages.visible_now()
    slots = {(key, cluster_id) for key in pages.sets for cluster_id in pages.cluster_ids}
    return _write(pages, slots, PageNeighbour.objects.all())


def _store_around(changed: set[UUID]) -> None:
    """Stores the neighbours of these sets, and those of all sets whose neighbour one of them is, was or becomes."""
    pages = TopicalPages.visible_now()
    present = [pages.sets[key] for key in changed if key in pages.sets]
    slots = {(found.key, cluster_id) for found in present for cluster_id in pages.cluster_ids}
    for found in present:
        if found.cluster_id is not None:
            slots |= {(other.key, found.cluster_id) for other in pages.sharing_topics(found.topics)}
    named = PageNeighbour.objects.filter(Q(translation_key__in=changed) | Q(neighbour_key__in=changed))
    slots |= set(named.values_list("translation_key", "cluster_id"))
    own = {found.cluster_id for found in present}
    _write(
        pages,
        slots,
        PageNeighbour.objects.filter(
            Q(translation_key__in=changed) | Q(neighbour_key__in=changed) | Q(cluster_id__in=own - {None})
        ),
    )


@transaction.atomic
def _write(pages: TopicalPages, slots: Iterable[Slot], stored: "QuerySet[PageNeighbour]") -> int:
    """Makes the stored rows of `slots` those that are right now; returns how many of these there are.

    `stored` holds at least all rows of the slots; rows of pages that are not visible any more are deleted.
    """
    wanted: dict[Slot, UUID] = {}
    asked = set(slots)
    for key, cluster_id in asked:
        page = pages.sets.get(key)
        nearest = None if page is None else pages.nearest(page, cluster_id)
        if nearest is not None:
            wanted[key, cluster_id] = nearest
    known: dict[Slot, UUID] = {}
    gone: list[int] = []
    for pk, key, cluster_id, neighbour in stored.values_list(
        "pk", "translation_key", "cluster_id", "neighbour_key"
    ):
        slot = (key, cluster_id)
        known[slot] = neighbour
        if slot not in wanted and (slot in asked or key not in pages.sets):
            gone.append(pk)
    for start in range(0, len(gone), AT_ONCE):
        PageNeighbour.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    clusters = set(Cluster.objects.values_list("pk", flat=True))
    # In one order, in which two workers wait for one another's rows.
    different = sorted(slot for slot, key in wanted.items() if known.get(slot) != key and slot[1] in clusters)
    PageNeighbour.objects.bulk_create(
        (
            PageNeighbour(translation_key=key, cluster_id=cluster_id, neighbour_key=wanted[key, cluster_id])
            for key, cluster_id in different
        ),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["translation_key", "cluster"],
        update_fields=["neighbour_key"],
    )
    return len(wanted)
