"""What the worker does for this room: entries of many things whose common words changed."""

from django_tasks import task

from search import entries


@task(backend="background")
def sync_pages(page_ids: list[int]) -> None:
    """Makes the entries of these pages what they should be, by the worker."""
    entries.sync_pages(pk__in=page_ids)


@task(backend="background")
def sync_organisations(organisation_ids: list[int]) -> None:
    """Makes the entries of these organisations what they should be, by the worker."""
    if organisation_ids:
        entries.sync_organisations(*organisation_ids)
