"""A worker that follows each publication at once."""

from collections.abc import Iterator

import pytest

from tests.worker_at_once import told_at_once


@pytest.fixture(autouse=True)
def subscribers_are_told() -> Iterator[None]:
    """As a moment after a publication."""
    with told_at_once():
        yield
