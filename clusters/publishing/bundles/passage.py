"""Notes which bundle the running code schedules or publishes: its pages are let through then, and at no other time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clusters.models import Bundle

_passing: ContextVar[int | None] = ContextVar("passing_bundle", default=None)


@contextmanager
def passing(bundle: Bundle) -> Iterator[None]:
    """Lets the pages of a bundle be scheduled, moved and published until the block ends."""
    token = _passing.set(bundle.pk)
    try:
        yield
    finally:
        _passing.reset(token)


def is_passing(bundle: Bundle) -> bool:
    """Returns whether the running code schedules or publishes this very bundle."""
    return _passing.get() == bundle.pk
