"""Stores the neighbours of pages: those that a public change concerns, or all of them.

Both write what differs alone, so that they may be repeated; of two workers, one waits for the other.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet

from clusters.content.neighbours.nearest import TopicalPages
from clusters.content.neighbours.shown import neighbours_tag
from clusters.content.registry import content_types
from clusters.models import Cluster, PageNeighbour
from fedcms.core.changes.outbox import Change
from fedcms.core.page_cache.drops import drop

AT_ONCE = 500
"""Rows a statement."""

Slot = tuple[UUID, int]
"""A page's translation key and a cluster."""


def follow_changes(changes: Sequence[Change]) -> None:
    """Stores the neighbours that may have changed with these pages; all of them when a topic did."""
    kinds = content_types()
    of_pages = [change for change in changes if change.kind in kinds and change.translation_key is not None]
    if any(change.subject == "topic" for change in changes) or any(map(_is_in_another_place, of_pages)):
        rebuild()
    elif of_pages:
        _store_around(of_pages)


def _is_in_another_place(change: Change) -> bool:
    """Returns whether a page has moved out of a section: its old cluster may have others to offer in its place."""
    if not (change.address and change.address_before):
        return False
    # "", language, clusters, slug of the cluster, …
    return change.address.split("/")[:4] != change.address_before.split("/")[:4]


@transaction.atomic
def rebuild() -> int:
    """Stores the neighbours of all pages; returns how many there are."""
    _wait_for_turn()
    pages, clusters = TopicalPages.visible_now(), _cluster_ids()
    slots = {(key, cluster_id) for key in pages.sets for cluster_id in clusters}
    return _write(pages, slots, PageNeighbour.objects.all())


@transaction.atomic
def _store_around(changes: Sequence[Change]) -> None:
    """Stores the neighbours of changed sets, and those that any page has in the clusters of these.

    What goes away, or changes topics, may have stood before any other page of its cluster, also where it was no
    neighbour itself.
    """
    _wait_for_turn()
    keys = {change.translation_key for change in changes if change.translation_key is not None}
    pages, clusters = TopicalPages.visible_now(), _cluster_ids()
    is_concerned = Q(slug__in={change.cluster for change in changes} - {""})
    is_concerned |= Q(pk__in=[pages.sets[key].cluster_id for key in keys if key in pages.sets])
    is_concerned |= Q(pk__in=PageNeighbour.objects.filter(neighbour_key__in=keys).values("cluster_id"))
    concerned = set(Cluster.objects.filter(is_concerned).values_list("pk", flat=True))
    slots = {(key, cluster_id) for key in pages.sets for cluster_id in concerned}
    slots |= {(key, cluster_id) for key in keys for cluster_id in clusters}
    stored = PageNeighbour.objects.filter(Q(translation_key__in=keys) | Q(cluster_id__in=concerned))
    _write(pages, slots, stored)


def _wait_for_turn() -> None:
    """Lets one worker at a time read pages and write neighbours, so that no older answer is written over a newer one.

    It locks the row that says that there are neighbours, which nobody else locks: before anything else, and no page is
    locked after it (ADR 0029). SQLite lets one write at a time by itself.
    """
    rows = ContentType.objects.select_for_update(no_key=True)
    list(rows.filter(app_label="clusters", model="pageneighbour").values_list("pk", flat=True))


def _cluster_ids() -> set[int]:
    return set(Cluster.objects.values_list("pk", flat=True))


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
    changed: set[UUID] = set()
    for pk, key, cluster_id, neighbour in stored.values_list(
        "pk", "translation_key", "cluster_id", "neighbour_key"
    ):
        slot = (key, cluster_id)
        known[slot] = neighbour
        if slot not in wanted and (slot in asked or key not in pages.sets):
            gone.append(pk)
            changed.add(key)
    for start in range(0, len(gone), AT_ONCE):
        PageNeighbour.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    different = sorted(slot for slot, key in wanted.items() if known.get(slot) != key)
    drop(neighbours_tag(key) for key in changed | {key for key, _cluster in different})
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
