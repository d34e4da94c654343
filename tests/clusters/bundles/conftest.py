"""The story from which each test begins."""

import pytest

from tests.clusters.bundles.support import Story
from tests.shared_rows import Keep


@pytest.fixture(scope="module")
def kept_story(keep: Keep) -> Story:
    with keep():
        return Story()


@pytest.fixture
def story(kept_story: Story, db: None) -> Story:
    """A bundle in preparation with three pages, made once for the tests of a module."""
    told: Story = object.__new__(Story)
    vars(told).update(vars(kept_story) | {"keys": dict(kept_story.keys)})
    return told
