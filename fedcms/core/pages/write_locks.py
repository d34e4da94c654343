"""Locks that apps register, to be taken before pages are written (docs/adr/0029).

The core does not know what is written together with a page: clusters.translation.locks registers the functions.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page

_locks: list[Callable[..., None]] = []


def register_lock(lock: Callable[..., None]) -> None:
    """Adds a function that locks all rows written together with the pages it gets. It is called in a transaction."""
    if lock not in _locks:
        _locks.append(lock)


def lock_with_pages(*pages: "Page") -> None:
    """Locks all rows that are written together with pages. Call it in a transaction, before any other lock of them."""
    for lock in _locks:
        lock(*pages)


SaveLock = Callable[["Page", "frozenset[str] | None"], None]
"""A lock's function: takes a page that is about to be saved, and the names of the only fields to be written."""

_save_locks: list[SaveLock] = []
LOCKED_FOR_SAVE = "locked_for_save"
"""The attribute of a page whose save has locked all that it writes; the receiver of `pre_save` removes it."""


def register_save_lock(lock: SaveLock) -> None:
    """Adds a function that locks all rows written together with a page that is saved. It is called in a transaction."""
    if lock not in _save_locks:
        _save_locks.append(lock)


def lock_before_save(page: "Page", update_fields: "frozenset[str] | None") -> None:
    """Locks all rows that the save of a page writes, before the page's own row is locked."""
    for lock in _save_locks:
        lock(page, update_fields)
    vars(page)[LOCKED_FOR_SAVE] = True


_deletion_locks: list[Callable[["Page"], None]] = []


def register_deletion_lock(lock: Callable[["Page"], None]) -> None:
    """Adds a function that locks all rows deleted together with a page. It is called in a transaction."""
    if lock not in _deletion_locks:
        _deletion_locks.append(lock)


def lock_before_deletion(page: "Page") -> None:
    """Locks all rows that are deleted with a page, before it is collected what these are."""
    for lock in _deletion_locks:
        lock(page)
