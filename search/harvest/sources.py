"""Pauses, resumes and withdraws a source, and updates the entries of its items."""

from django.db import transaction
from django.utils import timezone

from search.harvest.deduplication import deduplicate_ids, retire, settle_items
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource, SourceState

AT_ONCE = 20
"""How many entries are updated at once, while somebody who saves a form waits; more are left to the worker."""
A_TASK = 100


@transaction.atomic
def pause(source: HarvestSource) -> None:
    """Stops reading a source. Its items stay in search, as long as they exist at their address."""
    _set_state(source, SourceState.PAUSED)


@transaction.atomic
def withdraw(source: HarvestSource) -> None:
    """Stops reading a source, and removes its items from search in this transaction."""
    _set_state(source, SourceState.WITHDRAWN)
    retire(source.items.all())


@transaction.atomic
def resume(source: HarvestSource) -> None:
    """Puts a source back into service, clears its failures and harvests it now.

    After a withdrawal, its items come back into search.
    """
    came_back = source.state == SourceState.WITHDRAWN
    source.failures, source.told_at, source.next_try = 0, None, timezone.now()
    source.save(update_fields=["failures", "told_at", "next_try"])
    _set_state(source, SourceState.ACTIVE)
    if came_back:
        follow(source)
    harvest_now(source)


def _set_state(source: HarvestSource, state: SourceState) -> None:
    source.state = state
    source.save(update_fields=["state"])


def follow(source: HarvestSource) -> None:
    """Updates the entries of a source's items after its name or language changed; now, or in the worker if many."""
    follow_items(list(source.items.order_by("pk").values_list("pk", flat=True)))


def follow_items(ids: list[int]) -> None:
    """Updates the entries of items by id; now, or in the worker if there are many."""
    if len(ids) <= AT_ONCE:
        deduplicate_ids(ids)
        return
    for start in range(0, len(ids), A_TASK):
        settle_items.enqueue(item_ids=ids[start : start + A_TASK])
