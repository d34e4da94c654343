"""Whose turn it is: claims sources and items for the worker, so that several schedules enqueue each once."""

from datetime import timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from search.harvest import tasks
from search.harvest.joining import settle_by_the_clock
from search.models import HarvestedItem, HarvestSource, SourceState

ROUND_SECONDS = 30.0
LEASE = timedelta(minutes=30)
"""A turn that nobody finished in this time is given again: also a queue can lose a task, if somebody empties it."""
PORTION = 5
"""How many items of one host a task looks at: it waits for the host's turn between them, and others for the worker."""
LOOKED_THROUGH = 500
# Others' tasks, such as mails and pictures, come first.
PRIORITY = -10


def harvest_due() -> None:
    """The recurring job: every source and item whose turn has come gets a task."""
    for source in HarvestSource.objects.due(timezone.now()).order_by("next_try"):
        harvest_now(source)
    visit_due()
    settle_by_the_clock()


@transaction.atomic
def harvest_now(source: HarvestSource) -> bool:
    """Enqueues a harvest of a source in service; False when somebody else just did."""
    turn = timezone.now() + LEASE
    claimed = HarvestSource.objects.filter(pk=source.pk, next_try=source.next_try, state=SourceState.ACTIVE)
    if not claimed.update(next_try=turn):
        return False
    tasks.harvest_source.using(priority=PRIORITY).enqueue(source_id=source.pk, turn=turn.isoformat())
    return True


def visit_due() -> None:
    """A task for the first items of each host that are due."""
    now = timezone.now()
    due = HarvestedItem.objects.to_visit(now).order_by("next_visit").only("address")[:LOOKED_THROUGH]
    by_host = sorted(due, key=lambda item: urlsplit(item.address).netloc)
    for _host, items in groupby(by_host, key=lambda item: urlsplit(item.address).netloc):
        ids = [item.pk for item in items][:PORTION]
        with transaction.atomic():
            claimed = HarvestedItem.objects.filter(pk__in=ids, next_visit__lte=now).update(
                next_visit=now + LEASE
            )
            if claimed:
                tasks.visit_items.using(priority=PRIORITY).enqueue(item_ids=ids)
