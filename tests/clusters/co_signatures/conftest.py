"""The story from which each test begins."""

import pytest

from tests.clusters.co_signatures.support import Story


@pytest.fixture
def story(db: None) -> Story:
    """A release of Nord that Sud and Est sign, too; nobody was asked yet."""
    return Story()
