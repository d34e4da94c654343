"""Tells whether the search server lags behind the database."""

import time
from datetime import timedelta

from django.utils import timezone

from search.engines import FallbackEngine, get_engine
from search.models import IndexChange

PATIENCE = timedelta(seconds=10)
"""A change that has waited longer means that the worker stands still or lags: then the database answers searches."""
SECONDS_KEPT = 1.0
"""How long an answer is remembered in a process."""


class ServerLag:
    """A function that tells whether the search server is up to date. It asks the outbox once a second at most."""

    def __init__(self) -> None:
        """Starts without an answer."""
        self._asked_at = -SECONDS_KEPT
        self._is_current = True

    def __call__(self) -> bool:
        """Returns whether no change has waited longer than `PATIENCE`. One small query, or none."""
        if time.monotonic() - self._asked_at >= SECONDS_KEPT:
            oldest = timezone.now() - PATIENCE
            self._is_current = not IndexChange.objects.waiting().filter(created_at__lt=oldest).exists()
            self._asked_at = time.monotonic()
        return self._is_current


def watch() -> None:
    """Makes the engine in use ask `ServerLag` before each search. Called once, when the app is ready."""
    engine = get_engine()
    if isinstance(engine, FallbackEngine):
        engine.is_current = ServerLag()
