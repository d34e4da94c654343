"""Notes which bundle the running code schedules or publishes: its pages are let through then, and at no other time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clusters.models import Bundle

_let_through: ContextVar[int | None] = ContextVar("bundle_let_through", default=None)


@contextmanager
def letting_through(bundle: Bundle) -> Iterator[None]:
    """Lets the pages of a bundle be scheduled, moved and published until the block ends."""
    token = _let_through.set(bundle.pk)
    try:
        yield
    finally:
        _let_through.reset(token)


def is_let_through(bundle: Bundle) -> bool:
    """Returns whether the running code schedules or publishes this very bundle."""
    return _let_through.get() == bundle.pk
