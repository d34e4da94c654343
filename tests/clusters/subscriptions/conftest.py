"""A cluster and its publisher, an afternoon, and a scratch site on which real workers send real mails."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.clusters.press_access.conftest import kept, paula, south
from tests.clusters.subscriptions.support import tomorrow_at_two, work
from tests.news.mailing.conftest import make_federation_database, sink, site

__all__ = ["kept", "make_federation_database", "paula", "sink", "site", "south"]


@pytest.fixture
def clock() -> "Iterator[time_machine.Coordinates]":
    """Two o'clock; whatever was due is done."""
    with time_machine.travel(tomorrow_at_two(), tick=False) as clock:
        work()
        yield clock
