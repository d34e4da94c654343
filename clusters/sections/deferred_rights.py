"""Computes the permissions of owners at once, or once at the end of a block in which many pages are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clusters.models.owner import SectionOwner
from clusters.sections.rights import sync_rights

_Key = tuple[str, int]
_waiting: ContextVar[dict[_Key, SectionOwner] | None] = ContextVar("rights", default=None)


def sync_rights_when_due(owner: SectionOwner) -> None:
    """Calls `sync_rights` now, or at the end of the surrounding `rights_once` block."""
    waiting = _waiting.get()
    if waiting is None:
        sync_rights(owner)
    else:
        waiting[owner._meta.label, owner.pk] = owner


@contextmanager
def rights_once() -> Iterator[None]:
    """Collects owners within the block, and computes the permissions of each once at its end.

    Blocks may be nested: the outermost one does it. If a block ends with an exception, the owners collected in it are
    dropped, since what it wrote is rolled back.
    """
    waiting = _waiting.get()
    if waiting is None:
        yield from _outermost()
        return
    before = dict(waiting)
    try:
        yield
    except BaseException:
        waiting.clear()
        waiting.update(before)
        raise


def _outermost() -> Iterator[None]:
    owners: dict[_Key, SectionOwner] = {}
    token = _waiting.set(owners)
    try:
        yield
    finally:
        _waiting.reset(token)
    for owner in owners.values():
        # Read again: the collected row may lack groups or workflow that were made since, or be deleted.
        rows = type(owner)._default_manager.select_related("editors_group", "publishers_group", "workflow")
        provisioned = rows.filter(pk=owner.pk).exclude(editors_group=None).first()
        if provisioned is not None:
            sync_rights(provisioned)
