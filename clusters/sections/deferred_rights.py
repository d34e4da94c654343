"""Computes the rights of owners at once, or once at the end of a block in which many pages are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clusters.models.owner import SectionOwner
from clusters.sections.rights import sync_rights

_Key = tuple[str, int]
_waiting: ContextVar[dict[_Key, SectionOwner] | None] = ContextVar("rights", default=None)


def sync_rights_when_due(owner: SectionOwner) -> None:
    """`sync_rights`, now, or at the end of the block."""
    waiting = _waiting.get()
    if waiting is None:
        sync_rights(owner)
    else:
        waiting[owner._meta.label, owner.pk] = owner


@contextmanager
def rights_once() -> Iterator[None]:
    """Within it, owners are noted; at its end the rights of each are computed once. An outer one does it for all.

    Where it ends by an exception nothing of it is computed: what it wrote is undone.
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
        # As it is now: what was noted may be older than its groups and its workflow, or gone.
        rows = type(owner)._default_manager.select_related("editors_group", "publishers_group", "workflow")
        provisioned = rows.filter(pk=owner.pk).exclude(editors_group=None).first()
        if provisioned is not None:
            sync_rights(provisioned)
