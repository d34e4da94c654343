"""Exceptions for a source or page that cannot be read."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError

from search.harvest_failures import Failure

logger = logging.getLogger(__name__)


class HarvestError(Exception):
    """A source, or a page of it, could not be read; `detail` is for who looks closer (a status, a limit)."""

    def __init__(self, failure: Failure, detail: str = "", *, retry_at: datetime | None = None) -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure
        self.detail = detail.replace("\0", "")[:200]
        self.origin = ""
        """Scheme, host and port of who answered so, where somebody did."""
        self.retry_at = retry_at
        """Aware: when the other side asked to be asked again; `None` = it did not say."""


class HostBusyError(Exception):
    """A host's turn comes too late for this task to wait for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


@contextlib.contextmanager
def unexpected_too(what: str) -> Iterator[None]:
    """Whatever else is raised becomes a `HarvestError` too, and is logged: nobody foresees all that sites answer.

    Only a database that does not answer is no fault of theirs: the task fails, and the turn is given again.
    """
    try:
        yield
    except (HarvestError, HostBusyError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("%s cannot be read", what)
        raise HarvestError(Failure.UNEXPECTED, type(error).__name__) from error
