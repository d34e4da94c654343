"""Leaves Wagtail's index of references as it is while pages are saved whose references are written afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def references_left_out() -> Iterator[None]:
    """Wagtail's `disable_reference_index_auto_update`, which ends an outer one, but one within the other."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
