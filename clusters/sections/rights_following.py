"""When rights are computed anew: at once where pages are made, or once at the end where many are."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clusters.models.owner import SectionOwner
from clusters.sections.rights import sync_rights

_waiting: ContextVar[dict[tuple[str, int], SectionOwner] | None] = ContextVar("rights", default=None)


def follow_rights(owner: SectionOwner) -> None:
    """`sync_rights`, now, or at the end of what makes many pages."""
    waiting = _waiting.get()
    if waiting is None:
        sync_rights(owner)
    else:
        waiting[owner._meta.label, owner.pk] = owner


@contextmanager
def rights_once() -> Iterator[None]:
    """Within it, owners are noted; at its end the rights of each are computed once. An outer one does it for all.

    Where it ends by an exception nothing is computed: the transaction is undone.
    """
    if _waiting.get() is not None:
        yield
        return
    owners: dict[tuple[str, int], SectionOwner] = {}
    token = _waiting.set(owners)
    try:
        yield
    finally:
        _waiting.reset(token)
    for owner in owners.values():
        # As it is now: what was noted may be older than its groups and its workflow.
        rows = type(owner)._default_manager.select_related("editors_group", "publishers_group", "workflow")
        sync_rights(rows.get(pk=owner.pk))
