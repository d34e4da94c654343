"""Background tasks that update search entries."""

from django.conf import settings
from django_tasks import task

from fedcms.core.lanes import Lane
from search.engines import get_server_engine
from search.entries import building, outbox


@task(backend="background", queue_name=Lane.FOLLOWERS)
def sync_pages(page_ids: list[int]) -> None:
    """Brings the entries of these pages up to date."""
    building.sync_pages(pk__in=page_ids)


@task(backend="background", queue_name=Lane.FOLLOWERS)
def sync_organisations(organisation_ids: list[int]) -> None:
    """Brings the entries of these organisations up to date."""
    if organisation_ids:
        building.sync_organisations(*organisation_ids)


@task(backend="background", queue_name=Lane.MAINTENANCE)
def rebuild_server() -> None:
    """Builds the search server's index from the entries, unless it already has one of this mapping and embedder."""
    server, index = get_server_engine(), settings.FEDCMS_SEARCH_INDEX
    if server is not None and not (server.is_ready(index) and server.has_vectors(index)):
        outbox.rebuild_server(server)


@task(backend="background", queue_name=Lane.MAINTENANCE)
def compare_server() -> None:
    """Notes the entries that the search server has differently. Enqueued once after each start of a worker."""
    server = get_server_engine()
    if server is not None:
        outbox.note_differences(server)
