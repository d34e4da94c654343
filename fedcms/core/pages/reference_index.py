"""Suspends updates of Wagtail's reference index, while code saves pages and updates the index afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def references_left_out() -> Iterator[None]:
    """Does what Wagtail's `disable_reference_index_auto_update` does, but may be nested."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
