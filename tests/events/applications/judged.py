"""A closed call with applications and a jury, for tests."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Application, CallForApplications, Evaluator, TradeMissionPage
from fedcms.users.models import User
from tests.events.applications.support import applied, make_call, make_far_mission
from tests.events.signup.conftest import TwoTeams
from tests.factories import make_user

SECRET = "Geheimprofil"


@dataclass
class Judged:
    """A closed call with two applications, and two evaluators of two clusters."""

    mission: TradeMissionPage
    call: CallForApplications
    good: Application
    poor: Application
    own: User
    other: User

    @property
    def team(self) -> str:
        """The address of the organisers' screen."""
        owner = self.mission.cluster_id
        return f"/admin/mission-applications/{owner}/{self.call.pk}/"

    @property
    def jury(self) -> str:
        """The address of the jury's screen."""
        return f"/admin/mission-applications/jury/{self.call.pk}/"

    def scores(self, first: int, second: int, **fields: str) -> dict[str, str]:
        """The form of an evaluation."""
        keys = self.call.criteria.values_list("pk", flat=True)
        marks = zip(keys, (first, second), strict=True)
        return {f"criterion_{key}": str(value) for key, value in marks} | {"comment": ""} | fields

    def says(self, kind: str, **fields: str) -> dict[str, str]:
        """The answer to missing applications, by the screen as it is now."""
        now = CallForApplications.objects.get(pk=self.call.pk)
        return {"kind": kind, "sure": "1", "closed_at": now.closes_at.isoformat()} | fields


@pytest.fixture
def judged(teams: TwoTeams) -> Judged:
    mission = make_far_mission(teams.own)
    call = make_call(mission, places=1, criteria=(3, 1))
    good = applied(call, mission, "good@ecole.example", profile=SECRET)
    poor = applied(call, mission, "poor@ecole.example", profile=SECRET)
    own, other = make_user("olga", teams.own, "editor"), make_user("otto", teams.other, "editor")
    for user in (own, other):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@clusters.example")
        Evaluator.objects.create(call=call, user=user)
    CallForApplications.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    call.refresh_from_db()
    return Judged(mission, call, good, poor, own, other)
