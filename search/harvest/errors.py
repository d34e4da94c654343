"""Exceptions for a source or page that cannot be read."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError

from search.harvest_failures import Failure

logger = logging.getLogger(__name__)


class HarvestError(Exception):
    """Raised when a source or a page cannot be read. `detail` (a status, a limit) is for who investigates."""

    def __init__(self, failure: Failure, detail: str = "", *, retry_at: datetime | None = None) -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure
        self.detail = detail.replace("\0", "")[:200]
        self.origin = ""
        """Scheme, host and port of the server that failed; "" when no server was asked."""
        self.retry_at = retry_at
        """Aware: when the server asked to be asked again; None if it did not say."""


class HostBusyError(Exception):
    """Raised when a host may be asked only at `until`, which is too late for this task to wait."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


@contextlib.contextmanager
def unexpected_too(what: str) -> Iterator[None]:
    """Turns any other exception into a logged `HarvestError`: nobody can foresee all that sites answer.

    `what` names the source or item in the log. Errors of the database pass through, since they are no fault of the
    site: the task fails, and is enqueued again later.
    """
    try:
        yield
    except (HarvestError, HostBusyError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("%s cannot be read", what)
        raise HarvestError(Failure.UNEXPECTED, type(error).__name__) from error
