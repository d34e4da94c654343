"""Two clusters with people of their teams, as for sign-ups."""

from tests.events.applications.judged import judged
from tests.events.signup.conftest import TwoTeams, kept_teams, teams

__all__ = ["TwoTeams", "judged", "kept_teams", "teams"]
