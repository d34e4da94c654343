"""Two clusters with people of their teams, made once a file."""

from dataclasses import dataclass

import pytest

from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep, again


@dataclass
class TwoTeams:
    """The team that organises, and another."""

    own: Cluster
    other: Cluster
    publisher: User
    editor: User
    stranger: User


@pytest.fixture(scope="module")
def kept_teams(keep: Keep) -> TwoTeams:
    with keep():
        own, other = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        return TwoTeams(
            own,
            other,
            make_user("nora", own, "publisher"),
            make_user("edgar", own, "editor"),
            make_user("sara", other, "publisher"),
        )


@pytest.fixture
def teams(kept_teams: TwoTeams, db: None) -> TwoTeams:
    """As they were made."""
    return TwoTeams(
        *(again(getattr(kept_teams, name)) for name in ("own", "other", "publisher", "editor", "stranger"))
    )
