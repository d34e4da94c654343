"""What the tests of feeds start from."""

import pytest

from fedcms.core.models import Topic


@pytest.fixture
def topic(db: None) -> Topic:
    """A topic with a label in two languages."""
    return Topic.objects.create(key="ai", labels={"fr": "Intelligence & artifices", "en": "AI"})
