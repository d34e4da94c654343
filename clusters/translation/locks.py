"""Locks rows in one order for all who write pages and translations, so that no deadlock occurs (docs/adr/0029).

The order is:

1. the translation sets, by key: wagtail-localize's row of the set (a set of which nothing is translated has none);
2. the pages of the sets, by primary key;
3. what is stored about them: revisions, workflows, strings, source texts, translation states;
4. search entries, by primary key.

Code that writes several sets in one transaction locks them all at once, before it writes. Locking a set that is locked
already costs two queries. SQLite allows one writer at a time, so nothing is locked there and no query is made.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, TranslatableObject, Translation

from fedcms.core.pages.write_locks import LOCKED_FOR_SAVE


def _locks_rows() -> bool:
    return connection.features.has_select_for_update and connection.in_atomic_block


def lock_sets(keys: Iterable[UUID | None], *, is_leaving: bool = False) -> None:
    """Locks translation sets and their pages until the transaction ends; outside of a transaction it does nothing.

    Pass `is_leaving=True` when the pages are moved or deleted: the lock then also waits for transactions that write a
    row with a foreign key to one of them.
    """
    wanted = sorted({key for key in keys if key is not None})
    if not wanted or not _locks_rows():
        return
    sets = TranslatableObject.objects.filter(translation_key__in=wanted).order_by("translation_key")
    list(sets.select_for_update(no_key=True).values_list("pk", flat=True))
    pages = Page.objects.filter(translation_key__in=wanted).order_by("pk")
    list(pages.select_for_update(of=("self",), no_key=not is_leaving).values_list("pk", flat=True))


def lock_pages(*pages: Page) -> None:
    """Locks the translation sets of pages that are about to be written."""
    lock_sets(page.translation_key for page in pages)


def lock_new(keys: Iterable[UUID]) -> None:
    """Locks the translation sets (by key) that get another page soon, and those of the parents of their pages."""
    if not _locks_rows():
        return
    wanted = set(keys)
    paths = Page.objects.filter(translation_key__in=wanted).order_by().values_list("path", flat=True)
    parents = Page.objects.filter(path__in={path[: -Page.steplen] for path in paths}).order_by()
    lock_sets(wanted.union(parents.values_list("translation_key", flat=True)))


def lock_branches(*pages: Page, beside: Iterable[Page] = ()) -> None:
    """Locks the sets of all pages below `pages` and below their translations, of their parents, and of `beside`.

    Needed before a move or a deletion: treebeard writes the rows of a branch, and of its parents, in no fixed order.
    """
    if not _locks_rows():
        return
    keys = {page.translation_key for page in pages}
    paths = Page.objects.filter(translation_key__in=keys).values_list("path", flat=True)
    parents = {path[: -Page.steplen] for path in paths}
    wanted = Q(path__in=parents)
    for path in paths:
        wanted |= Q(path__startswith=path)
    found = Page.objects.filter(wanted).order_by().values_list("translation_key", flat=True)
    lock_sets({*found, *(page.translation_key for page in beside)}, is_leaving=True)


def _key_of_page(pk: object) -> UUID | None:
    found: UUID | None = Page.objects.filter(pk=pk).values_list("translation_key", flat=True).first()
    return found


def _keys_of_saved(page: Page, update_fields: frozenset[str] | None) -> set[UUID]:
    """Returns the set of a page about to be saved.

    If its slug changes, the sets of all pages below it are added: their addresses are rewritten, too.
    """
    keys: set[UUID] = {page.translation_key}
    if page.pk is None or (update_fields is not None and "slug" not in update_fields):
        return keys
    before = Page.objects.filter(pk=page.pk).values_list("slug", "path").first()
    if before is not None and before[0] != page.slug:
        below = Page.objects.filter(path__startswith=before[1]).order_by()
        keys.update(below.values_list("translation_key", flat=True))
    return keys


def lock_before_save(page: Page, update_fields: frozenset[str] | None) -> None:
    """Locks the translation sets that the save of a page writes, before the save locks the page's row."""
    if _locks_rows():
        lock_sets(_keys_of_saved(page, update_fields))


def lock_before_write(
    sender: type,
    instance: object,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Receives `pre_save`: locks a translation set before one of its rows is written by code that has not locked it.

    Pages, strings, translation links and workflow states have such rows.
    """
    if isinstance(instance, Page) and vars(instance).pop(LOCKED_FOR_SAVE, False):
        return
    if raw or not _locks_rows():
        return
    if isinstance(instance, Page):
        lock_sets(_keys_of_saved(instance, update_fields))
    elif isinstance(instance, StringTranslation):
        lock_sets([instance.context.object_id if instance.context_id is not None else None])
    elif isinstance(instance, Translation):
        lock_sets([instance.source.object_id])
    elif isinstance(instance, WorkflowState | TaskState):
        state = instance if isinstance(instance, WorkflowState) else instance.workflow_state
        if issubclass(state.base_content_type.model_class() or object, Page):
            lock_sets([_key_of_page(state.object_id)])


def lock_before_deletion(
    sender: type, instance: Page, origin: object = None, using: str = "", **kwargs: object
) -> None:
    """Receives `pre_delete`: locks the sets of all pages that are deleted together, before the first of them is."""
    if not _locks_rows() or getattr(origin, "sets_are_locked", False):
        return
    pages = getattr(origin, "all", None)
    lock_branches(*(pages() if callable(pages) and getattr(origin, "model", None) is Page else [instance]))
    if origin is not None:
        vars(origin)["sets_are_locked"] = True
