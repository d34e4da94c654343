"""Claims due sources and items for the worker, each once."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from search.harvest import tasks
from search.harvest.deduplication import deduplicate_by_the_clock
from search.harvest.network import origin_of
from search.harvest.page_visits import LEASE
from search.harvest.politeness import WAITED_FOR
from search.harvest.row_locks import held_host
from search.models import HarvestedItem, HarvestSource, SourceState

ROUND_SECONDS = 30.0
BATCH = 5
"""How many items of one host a task visits: it pauses between them, while other tasks wait for the worker."""
LOOKED_THROUGH = 100
"""How many items of a source are read to find hosts to visit: most sources have a single host."""
# Other tasks, such as mails and images, come first.
PRIORITY = -10


def harvest_due() -> None:
    """Enqueues tasks for all sources and items that are due. Runs as a recurring job."""
    for source in HarvestSource.objects.due(timezone.now()).order_by("next_try"):
        harvest_now(source)
    visit_due()
    deduplicate_by_the_clock()


@transaction.atomic
def harvest_now(source: HarvestSource) -> bool:
    """Enqueues a harvest of a source in service; returns False when somebody else has just done so."""
    turn = timezone.now() + LEASE
    claimed = HarvestSource.objects.filter(pk=source.pk, next_try=source.next_try, state=SourceState.ACTIVE)
    if not claimed.update(next_try=turn):
        return False
    tasks.harvest_source.using(priority=PRIORITY).enqueue(source_id=source.pk, turn=turn.isoformat())
    return True


def visit_due() -> None:
    """Enqueues for each host a visit of its first due items, unless one is under way or the host is left alone.

    Reads the due items of each source separately, so that a slow source with many items does not hide others.
    """
    now = timezone.now()
    due = HarvestedItem.objects.to_visit(now)
    by_origin: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for source in list(due.order_by().values_list("source", flat=True).distinct()):
        rows = due.filter(source=source).order_by("next_visit").values_list("next_visit", "pk", "address")
        for moment, pk, address in rows[:LOOKED_THROUGH]:
            if moment is not None:
                by_origin[origin_of(address)].append((moment, pk))
    for origin, found in by_origin.items():
        _visit_host(origin, [pk for _moment, pk in sorted(found)], now)


@transaction.atomic
def _visit_host(origin: str, ids: list[int], now: datetime) -> None:
    host = held_host(origin)
    due = HarvestedItem.objects.filter(next_visit__lte=now)
    if host.not_before > now + WAITED_FOR:
        due.filter(pk__in=ids).update(next_visit=host.not_before)
    elif host.visited_until is None or host.visited_until <= now:
        some = ids[:BATCH]
        if due.filter(pk__in=some).update(next_visit=now + LEASE):
            host.visited_until = now + LEASE
            host.save(update_fields=["visited_until"])
            tasks.visit_items.using(priority=PRIORITY).enqueue(item_ids=some, origin=origin)
