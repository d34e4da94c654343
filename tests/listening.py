"""Listens to a signal for a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.dispatch import Signal


@contextmanager
def listening(signal: Signal, receiver: Callable[..., None]) -> Iterator[None]:
    """Calls the receiver each time that the signal is sent within it."""
    signal.connect(receiver)
    try:
        yield
    finally:
        signal.disconnect(receiver)
