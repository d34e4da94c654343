"""A closed call whose applications are decided, with a mission in two languages."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.applications.links import own_token
from events.models import (
    Application,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    Delegation,
    TradeMissionPage,
)
from events.models.delegation import DELEGATE_TEXTS
from fedcms.core.i18n.translated_text import TranslatedText
from tests.events.applications.support import applied, make_call, make_far_mission
from tests.events.signup.conftest import TwoTeams, kept_teams, teams
from tests.events.signup.support import make_organisation
from tests.factories import make_mission
from tests.shared_rows import Keep, again

__all__ = ["TwoTeams", "kept_teams", "teams"]

MEETING = "Chez Zellige Éditions"


@dataclass
class Decided:
    """Two organisations are chosen, a third is not; nobody has written anything about themselves yet."""

    mission: TradeMissionPage
    arabic: TradeMissionPage
    call: CallForApplications
    first: Application
    second: Application
    refused: Application

    def meeting(self, **fields: object) -> dict[str, object]:
        """What the team's form posts for a new meeting of the first organisation."""
        values: dict[str, object] = {
            "title_fr": MEETING,
            "day": f"{self.mission.starts_on:%d/%m/%Y}",
            "starts": "09:30",
            "ends": "10:15",
            "time_zone": "Africa/Casablanca",
            "place": "12, rue des Orangers",
            "audience": "some",
            "participants": [str(self.first.pk)],
            "form_key": str(uuid4()),
            "version": "new",
        }
        return values | fields

    @property
    def page(self) -> str:
        """The address of the delegation's page, without its language."""
        return f"/delegations/{self.mission.translation_key}/"

    @property
    def team(self) -> str:
        """The address of the organisers' screen."""
        return f"/admin/mission-delegations/{self.mission.cluster_id}/{self.call.pk}/"

    def own(self, application: Application) -> str:
        """Where an organisation writes what everybody reads."""
        return f"/my-application/{own_token(application)}/delegation/"

    def show(self, application: Application, **texts: str) -> DelegateProfile:
        """An organisation that is shown, with texts in its own language."""
        words = {name: texts.get(name, f"{name} de {application.organisation}") for name in DELEGATE_TEXTS}
        now = timezone.now()
        shown = {
            f"shown_{name}": TranslatedText({application.language: text}) for name, text in words.items()
        }
        return DelegateProfile.objects.create(
            application=application,
            consent="oui",
            consented_at=now,
            version=1,
            approved_version=1,
            approved_at=now,
            **words,
            **shown,
        )

    def publish(self) -> None:
        """The page is public."""
        Delegation.objects.create(call=self.call, published_at=timezone.now())


@pytest.fixture(scope="module")
def kept_decided(keep: Keep, kept_teams: TwoTeams) -> Decided:
    with keep():
        mission = make_far_mission(kept_teams.own, title="Mission à Rabat")
        days = {name: getattr(mission, name) for name in ("starts_on", "ends_on", "deadline")}
        arabic = make_mission(
            kept_teams.own,
            language="ar",
            title="بعثة إلى الرباط",
            translation_key=mission.translation_key,
            **days,
        )
        call = make_call(mission, places=2)
        claimed = make_organisation(kept_teams.own, "first@ecole.example")
        found = {
            "chosen": [
                applied(call, mission, "first@ecole.example", claimed_organisation=claimed),
                applied(call, mission, "second@ecole.example", language="ar"),
            ],
            "refused": [applied(call, mission, "third@ecole.example")],
        }
        for kind, each in found.items():
            assert kind in DecisionKind.values
            Application.objects.filter(pk__in=[one.pk for one in each]).update(decision=kind)
        CallForApplications.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
        return Decided(mission, arabic, call, *found["chosen"], *found["refused"])


@pytest.fixture
def decided(kept_decided: Decided, teams: TwoTeams) -> Decided:
    """As it was made."""
    names = ("mission", "arabic", "call", "first", "second", "refused")
    return Decided(*(again(getattr(kept_decided, name)) for name in names))
