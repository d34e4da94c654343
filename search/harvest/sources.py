"""Pauses, resumes and withdraws a source, and follows its changes."""

from django.db import transaction
from django.utils import timezone

from search.harvest.deduplication import deduplicate_ids, retire, settle_items
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource, SourceState

AT_ONCE = 20
"""How many entries somebody who saves a form waits for; more are the worker's."""
A_TASK = 100


@transaction.atomic
def pause(source: HarvestSource) -> None:
    """It is read no more; what was found stays, as long as it stands at its address."""
    _set_state(source, SourceState.PAUSED)


@transaction.atomic
def withdraw(source: HarvestSource) -> None:
    """What was found leaves search at once, in this transaction, and it is asked no more."""
    _set_state(source, SourceState.WITHDRAWN)
    retire(source.items.all())


@transaction.atomic
def resume(source: HarvestSource) -> None:
    """It is asked again, now, with a clean record; after a withdrawal what had been found comes back."""
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
    """The entries of its items are made what they should be, now or by the worker: its name or language changed."""
    follow_items(list(source.items.order_by("pk").values_list("pk", flat=True)))


def follow_items(ids: list[int]) -> None:
    """The same for items by their number."""
    if len(ids) <= AT_ONCE:
        deduplicate_ids(ids)
        return
    for start in range(0, len(ids), A_TASK):
        settle_items.enqueue(item_ids=ids[start : start + A_TASK])
