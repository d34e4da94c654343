"""Background tasks of the harvest; each may run twice or be killed at any moment."""

from datetime import datetime

from django_tasks import task

from fedcms.core.lanes import Lane
from search.harvest import harvest_run, page_visits


@task(backend="background", queue_name=Lane.HARVEST)
def harvest_source(source_id: int, turn: str) -> None:
    """Harvests a source, unless its next try is no longer at `turn` (ISO 8601)."""
    harvest_run.harvest(source_id, datetime.fromisoformat(turn))


@task(backend="background", queue_name=Lane.HARVEST)
def visit_items(item_ids: list[int], origin: str = "") -> None:
    """Visits the addresses of these items, which are all on the host `origin`."""
    page_visits.visit(item_ids, origin)
