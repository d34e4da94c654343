"""Validates streams one at a time: Wagtail changes the blocks themselves, which all requests of a process share."""

from threading import RLock
from typing import Any

from wagtail import blocks

_validating = RLock()


class LockedValidationStreamBlock(blocks.StreamBlock):
    """A stream of a page, which threads may validate at once.

    While Wagtail saves a draft it makes each required block optional, notes in the block what it was, and restores that
    (`clean_deferred`). Two drafts at once note what the other had made of it: an error 500, or a block that is optional
    for as long as the process lives; and a publication meanwhile is let through with required blocks empty
    (docs/adr/0064).
    """

    def clean(self, value: Any) -> Any:
        """Validates, while no other thread does."""
        with _validating:
            return super().clean(value)

    def clean_deferred(self, value: Any) -> Any:
        """Validates as a draft, while no other thread validates."""
        with _validating:
            return super().clean_deferred(value)
