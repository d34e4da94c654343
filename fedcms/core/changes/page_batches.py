"""Collects pages written in one transaction, and records and follows each once at its end (docs/adr/0030)."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import transaction
from django.db.models import prefetch_related_objects
from wagtail.models import Page

from fedcms.core.changes import recording
from fedcms.core.changes.followers import PageWritten, follow_pages
from fedcms.core.deferred import Deferred
from fedcms.core.models import PublicForm
from fedcms.core.pages.row_locks import lock_rows

BATCH = 200

_Columns = frozenset[str] | None


@contextmanager
def written_together() -> Iterator[None]:
    """Collects the pages saved within it; at its end, each is compared and followed once. May be nested.

    Use it for code that writes many pages and reads no state, entry or count meanwhile: provisioning, the demo,
    imports. When it ends by an exception, nothing is recorded: its transaction, or the savepoint around it, is undone.
    Whether a change was minor is read from the revision that is public at the end. Within another one, the outer one
    does the work.
    """
    is_outermost = _deferred.collected() is None
    with transaction.atomic(savepoint=False) if is_outermost else nullcontext(), _deferred.block():
        yield


def note_page(page: Page, columns: _Columns) -> bool:
    """Collects a page that was saved (`columns`: None means all); returns False outside of `written_together`."""
    noted = _deferred.collected()
    if noted is None:
        return False
    before = noted.get(page.pk, frozenset())
    columns_so_far = None if before is None or columns is None else before | columns
    if columns_so_far is None or not columns_so_far <= recording.DRAFT_COLUMNS:
        noted[page.pk] = columns_so_far
    return True


def _write_all(noted: dict[int, _Columns]) -> None:
    ids = sorted(noted)
    for start in range(0, len(ids), BATCH):
        _write_pages(ids[start : start + BATCH], noted)


def _write_pages(ids: list[int], noted: dict[int, _Columns]) -> None:
    """Does what `recording.write_page` does, for up to `BATCH` pages with few queries. Skips deleted pages."""
    # Locked, as `recording.write_page` finds a page: another process that publishes it waits.
    lock_rows(Page.objects.filter(pk__in=ids))
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    prefetch_related_objects(list(pages.values()), "locale")
    prefetch_related_objects([page for page in pages.values() if hasattr(page, "cluster_id")], "cluster")
    open_ids = recording.ids_of_open_pages(ids)
    kept = PublicForm.objects.in_bulk([recording.page_key(pk) for pk in ids])
    forms, events, written = [], [], []
    for pk in ids:
        page = pages.get(pk)
        if page is None:
            continue
        before = kept.get(recording.page_key(pk))
        after = recording.form_of_page(page, is_public=pk in open_ids)
        reason = recording.reason_of_difference(before, after)
        if reason is not None:
            forms.append(after)
            events.append(recording.event_of_page(page, reason, before, after))
        written.append(PageWritten(page, noted[pk], pk in open_ids, differs=reason is not None))
    recording.write_forms(forms, events)
    follow_pages(written)


_deferred: Deferred[int, _Columns] = Deferred("written pages", _write_all)
