"""What tests of newsrooms start from."""

from types import SimpleNamespace

import pytest

from fedcms.core.models import Topic
from tests.factories import make_cluster
from tests.shared_rows import Keep, again


@pytest.fixture(scope="module")
def kept(keep: Keep) -> SimpleNamespace:
    """Two clusters, one of which is not public yet, and two topics."""
    with keep():
        return SimpleNamespace(
            north=make_cluster("nord", "NOR"),
            closed=make_cluster("clos", "CLO", is_closed=True),
            ai=Topic.objects.create(key="ai", labels={"fr": "IA", "en": "AI"}),
            data=Topic.objects.create(key="data", labels={"fr": "Données"}),
        )


@pytest.fixture
def site(kept: SimpleNamespace, db: None) -> SimpleNamespace:
    """As it was made."""
    return SimpleNamespace(**{name: again(value) for name, value in vars(kept).items()})
