"""Background tasks of the harvest; each may run twice or be killed at any moment."""

from datetime import datetime

from django_tasks import task

from fedcms.core.lanes import Lane
from search.harvest import harvest_run, page_visits


@task(backend="background", queue_name=Lane.HARVEST)
def harvest_source(source_id: int, turn: str) -> None:
    """Harvests a source, if its turn (ISO 8601) was not taken since."""
    harvest_run.harvest(source_id, datetime.fromisoformat(turn))


@task(backend="background", queue_name=Lane.HARVEST)
def visit_items(item_ids: list[int], origin: str = "") -> None:
    """Looks at these items' own addresses, all of one host."""
    page_visits.visit(item_ids, origin)
