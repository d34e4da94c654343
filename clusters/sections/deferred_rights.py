"""Computes the permissions of owners at once, or once at the end of a block in which many pages are made."""

from collections.abc import Iterator
from contextlib import contextmanager

from clusters.models.owner import SectionOwner
from clusters.sections.rights import sync_rights
from fedcms.core.deferred import Deferred

_Key = tuple[str, int]


def sync_rights_when_due(owner: SectionOwner) -> None:
    """Calls `sync_rights` now, or at the end of the surrounding `rights_once` block."""
    owners = _deferred.collected()
    if owners is None:
        sync_rights(owner)
    else:
        owners[owner._meta.label, owner.pk] = owner


@contextmanager
def rights_once() -> Iterator[None]:
    """Collects owners within the block, and computes the permissions of each once at its end (`Deferred.block`)."""
    with _deferred.block():
        yield


def _sync(owners: dict[_Key, SectionOwner]) -> None:
    for owner in owners.values():
        # Read again: the collected row may lack groups or workflow that were made since, or be deleted.
        rows = type(owner)._default_manager.select_related("editors_group", "publishers_group", "workflow")
        provisioned = rows.filter(pk=owner.pk).exclude(editors_group=None).first()
        if provisioned is not None:
            sync_rights(provisioned)


_deferred: Deferred[_Key, SectionOwner] = Deferred("rights", _sync)
