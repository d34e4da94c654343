"""Asks a site as the harvest does."""

from datetime import UTC, datetime

import pytest

from search.harvest.errors import HarvestError
from search.harvest.fetching import Fetcher, Limits
from search.harvest_failures import Failure

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def fetcher(seconds: float = 5, size: int = 100_000, **options: object) -> Fetcher:
    return Fetcher(Limits(seconds, size), **options)


def failure_of(address: str, with_: Fetcher | None = None, **options: object) -> Failure:
    with pytest.raises(HarvestError) as caught:
        (with_ or fetcher()).fetch(address, **options)
    return caught.value.failure
