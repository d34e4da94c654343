"""What the worker does for this room: entries of many things whose common words changed."""

from django_tasks import task
from wagtail.models import Page

from search import entries


def sync_pages_now(page_ids: list[int]) -> None:
    """Makes the entries of these pages what they should be. Pages that are gone have none."""
    for page in Page.objects.filter(pk__in=page_ids).specific():
        entries.sync_page(page)


@task(backend="background")
def sync_pages(page_ids: list[int]) -> None:
    """`sync_pages_now`, by the worker."""
    sync_pages_now(page_ids)


@task(backend="background")
def sync_organisations(organisation_ids: list[int]) -> None:
    """Makes the entries of these organisations what they should be, by the worker."""
    if organisation_ids:
        entries.sync_organisations(*organisation_ids)
