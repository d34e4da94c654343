"""What the worker does a moment after a publication, done at once: subscribers of public changes are told."""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.signals import page_published

from fedcms.core.changes.outbox import dispatch


def _tell(sender: type, **kwargs: object) -> None:
    while dispatch():
        pass


@contextmanager
def told_at_once() -> Iterator[None]:
    """Within it, pictures and cards of a page are there when it was published."""
    page_published.connect(_tell)
    try:
        yield
    finally:
        page_published.disconnect(_tell)
