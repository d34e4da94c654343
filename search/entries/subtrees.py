"""Updates entries of a whole section, language or subtree that is closed, opened or moved.

Hidden pages leave search in the transaction that hides them, with a number of statements that does not depend on how
many pages there are. Everything else (pages that are visible again, new addresses, another cluster) is written at once
for a few pages, and by the worker for many. Until then, public pages may be missing in search, but no hidden page is
found.
"""

from django.db import transaction
from django_tasks import task
from wagtail.models import Page

from fedcms.core.lanes import Lane
from fedcms.core.pages.row_locks import lock_rows
from fedcms.core.visibility import unrestricted_q
from search.entries.building import sync_pages
from search.entries.kinds import ORGANISATION
from search.entries.organisations import directories
from search.entries.removal import take_out_and_release
from search.entries.shared_labels import AT_ONCE, follow_pages
from search.models import SearchEntry


@transaction.atomic
def follow_subtree(page_id: int) -> None:
    """Updates the entries of a page and all below it, after a move, a new slug or a restriction."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path is None:
        return
    _hide(path__startswith=path)
    if not _few(path__startswith=path):
        write_subtree.enqueue(page_id=page_id)


@transaction.atomic
def follow_locale(locale_id: int) -> None:
    """Updates the entries of all pages of a language, after it was opened or closed."""
    _hide(locale_id=locale_id)
    if not _few(locale_id=locale_id, depth__gt=1):
        write_locale.enqueue(locale_id=locale_id)


@task(backend="background", queue_name=Lane.FOLLOWERS)
def write_subtree(page_id: int) -> None:
    """Enqueues updates for all entries of a subtree, in tasks of a few pages each. Runs in the worker."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path is not None:
        _follow(path__startswith=path)


@task(backend="background", queue_name=Lane.FOLLOWERS)
def write_locale(locale_id: int) -> None:
    """Enqueues updates for all entries of a language, in tasks of a few pages each. Runs in the worker."""
    _follow(locale_id=locale_id, depth__gt=1)


def _hide(**which: object) -> None:
    """Removes the entries that may no longer be seen: of these pages, and of organisations whose directory is closed.

    Locks the pages first. So a publication of one of them either has ended, and its entry is removed here, or waits,
    and sees that the page is closed. A page that is being created locks its parent.
    """
    lock_rows(Page.objects.filter(**which))
    pages = SearchEntry.objects.filter(**{f"page__{name}": value for name, value in which.items()})
    take_out_and_release(pages.exclude(unrestricted_q("page__")))
    organisations = SearchEntry.objects.filter(page=None, kind=ORGANISATION)
    take_out_and_release(organisations.exclude(language__in=directories()))


def _few(**which: object) -> bool:
    """Updates the entries of these pages if there are at most `AT_ONCE`; returns whether it did."""
    ids = list(Page.objects.filter(**which).order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(ids) > AT_ONCE:
        return False
    sync_pages(pk__in=ids)
    return True


def _follow(**which: object) -> None:
    follow_pages(list(Page.objects.filter(**which).order_by("pk").values_list("pk", flat=True)))
