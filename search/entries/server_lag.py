"""Tells whether the search server lags behind the database."""

import time
from datetime import timedelta

from django.utils import timezone

from search.engines import FallbackEngine, get_engine
from search.models import IndexChange

PATIENCE = timedelta(seconds=10)
"""A change that has waited longer says that the worker stands still, or is far behind: then the database answers."""
SECONDS_KEPT = 1.0
"""How long an answer holds in a process."""


class ServerLag:
    """Answers from memory for a second, then from the outbox. One small query."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._asked_at = -SECONDS_KEPT
        self._is_current = True

    def __call__(self) -> bool:
        """Whether no change has waited longer than `PATIENCE`."""
        if time.monotonic() - self._asked_at >= SECONDS_KEPT:
            oldest = timezone.now() - PATIENCE
            self._is_current = not IndexChange.objects.waiting().filter(created_at__lt=oldest).exists()
            self._asked_at = time.monotonic()
        return self._is_current


def watch() -> None:
    """Lets the engine in use ask for it. Called once, when the app is ready."""
    engine = get_engine()
    if isinstance(engine, FallbackEngine):
        engine.is_current = ServerLag()
