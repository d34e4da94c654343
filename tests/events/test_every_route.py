"""Nobody sees another's application, sign-up, document or meeting: every address, found by the resolver, is tried.

A new route fails the first test until it is listed here, and is tried with the others from then on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

import pytest
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from events.applications.links import own_token as own_application_token
from events.delegations.links import calendar_address
from events.models import (
    Application,
    ApplicationDecision,
    ApplicationDocument,
    ConflictOfInterest,
    DecisionKind,
    DelegateProfile,
    DelegateStory,
    Delegation,
    DelegationOutcome,
    Evaluation,
    Evaluator,
    EventPage,
    ProgrammeItem,
    ShortfallDecision,
    SignUp,
    SignUpInvitation,
)
from events.signup.links import own_token
from fedcms.core.i18n.translated_text import TranslatedText
from tests.events.applications.judged import SECRET, Judged, judged
from tests.events.applications.support import make_call, make_far_mission
from tests.events.signup.conftest import TwoTeams, kept_teams, teams
from tests.events.signup.support import arrived, make_far_event, make_sheet, signed_in
from tests.factories import make_user

__all__ = ["judged", "kept_teams", "teams"]
# Screens ask who is signed in, links hold a secret, forms are everybody's and name nobody.
SCREENS = {
    "event_sign_ups": (
        "index edit_sheet team sheet export export_workbook invite badges door door_people door_presence"
        " door_worker write sign_up accept decline check_in export_one erase"
    ),
    "mission_applications": (
        "index edit_call change_dossier team call juries jury evaluate conflict jury_document change_jury"
        " own_conflict decide answer_shortfall cancel_mission application document export_one erase"
    ),
    "mission_delegations": (
        "delegation publish programme add_item edit_item outcome participants story review"
    ),
}
LINKS = (
    "my_sign_up my_sign_up_data organisation_sign_up my_application my_application_data my_application_document"
    " organisation_application my_delegation my_programme my_programme_calendar my_former_programme_calendar"
)
FORMS = (
    "sign_up sign_up_sent sign_up_invited apply apply_sent apply_dossier"
    " delegation delegation_press_kit delegation_fact_sheet delegation_outcome delegate"
)
LISTED = {
    *(f"{space}:{name}" for space, names in SCREENS.items() for name in names.split()),
    *LINKS.split(),
    *FORMS.split(),
}
SENTINEL = "Sentinelle Durand"
POSTED = {
    "sure": "1",
    "action": "erase",
    "kind": "cancel",
    "hand_in": "1",
    "note": "x",
    "words": "Sentinelle",
    "comment": "x",
    "reason_fr": "x",
    "email": "otto@clusters.example",
    "withdraw": "1",
}


@dataclass(frozen=True)
class Route:
    """One address of sign-ups, applications or delegations: its name, and what it has to be given."""

    name: str
    module: str
    arguments: frozenset[str]


def _routes(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern):
            module = each.lookup_str.rpartition(".")[0]
            if module.startswith(("events.signup.", "events.applications.", "events.delegations.")):
                yield Route(":".join((*spaces, each.name or "")), module, frozenset(each.pattern.converters))


ROUTES = sorted(set(_routes(get_resolver())), key=lambda route: route.name)


@dataclass(frozen=True)
class World:
    """A sign-up and an application that are tried for, and those of somebody else."""

    judged: Judged
    event: EventPage
    lea: SignUp
    ida: SignUp
    document: ApplicationDocument
    meeting: ProgrammeItem

    def address(self, route: Route, team: int, token: str = "") -> str:
        """Where a route leads, with a team's number or a secret."""
        values = {
            "team": team,
            "sheet_id": self.lea.sheet_id,
            "sign_up_id": self.lea.pk,
            "call_id": self.judged.call.pk,
            "application_id": self.judged.good.pk,
            "document_id": self.document.pk,
            "item_id": self.meeting.pk,
            "token": token or "x",
        }
        is_sign_up = route.module.startswith("events.signup")
        page = self.event if is_sign_up else self.judged.mission
        values |= {"page_id": page.pk, "key": page.translation_key}
        with override("fr"):
            return str(reverse(route.name, kwargs={name: values[name] for name in route.arguments}))

    def rows(self) -> list[object]:
        """What must stay as it is."""
        counted: tuple[type[Model], ...] = (
            *(ApplicationDecision, ShortfallDecision, ConflictOfInterest, Evaluation, SignUpInvitation),
            *(Delegation, DelegationOutcome, DelegateProfile, DelegateStory, ProgrammeItem),
        )
        return [
            SignUp.objects.filter(pk=self.lea.pk).values().get(),
            Application.objects.filter(pk=self.judged.good.pk).values().get(),
            DelegateProfile.objects.filter(application=self.judged.good).values().get(),
            ProgrammeItem.objects.filter(pk=self.meeting.pk).values().get(),
            *(model._default_manager.count() for model in counted),
            Evaluator.objects.filter(call=self.judged.call).count(),
            self.judged.good.documents.count(),
        ]


@pytest.fixture
def world(judged: Judged, teams: TwoTeams) -> World:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    lea = arrived(sheet, event, "lea@ecole.example", name=SENTINEL)
    ida = arrived(sheet, event, "ida@ecole.example")
    Application.objects.filter(pk=judged.poor.pk).update(profile="Une autre école")
    Application.objects.filter(call=judged.call).update(decision=DecisionKind.CHOSEN)
    # Both go; what one has written and agreed to is not approved yet, and its meeting is its own.
    DelegateProfile.objects.create(
        application=judged.good, profile=SECRET, consent="oui", consented_at=timezone.now(), version=1
    )
    meeting = ProgrammeItem.objects.create(
        call=judged.call,
        starts_at=judged.mission.place_and_span()[1],
        title=TranslatedText({"fr": SENTINEL}),
        place=SECRET,
        is_private=True,
        uid=uuid4(),
    )
    meeting.participants.add(judged.good)
    return World(judged, event, lea, ida, judged.good.documents.get(), meeting)


def test_each_route_is_listed_here() -> None:
    assert {route.name for route in ROUTES} == LISTED


def _content(answer: HttpResponseBase) -> bytes:
    return b"".join(cast("Iterator[bytes]", answer)) if answer.streaming else cast("bytes", answer.content)  # type: ignore[attr-defined]  # of what is no stream


def _shows_nothing(answer: HttpResponseBase, address: str) -> None:
    content = _content(answer)
    text = content.decode("utf-8", "replace")
    for words in (SENTINEL, SECRET, "lea@ecole.example", "good@ecole.example"):
        assert words not in text, address
    assert not content.startswith((b"%PDF", b"PK")), address


def _client(who: str, teams: TwoTeams) -> Client:
    if who == "publisher of another cluster":
        return signed_in(teams.stranger)
    if who == "evaluator of another call":
        ida = make_user("ines", teams.other, "editor")
        Evaluator.objects.create(call=make_call(make_far_mission(teams.other)), user=ida)
        return signed_in(ida)
    return Client()


@pytest.mark.parametrize(
    "who", ["anonymous", "applicant", "publisher of another cluster", "evaluator of another call"]
)
def test_nobody_sees_what_is_anothers(world: World, teams: TwoTeams, who: str) -> None:
    client, before = _client(who, teams), world.rows()
    poor = world.judged.poor
    own = [own_token(world.ida), own_application_token(poor), calendar_address(poor).split("/")[2]]
    forged = [
        f"{key}-{token.partition('-')[2]}" for token in own for key in (world.lea.pk, world.judged.good.pk)
    ]
    for route in ROUTES:
        if route.name.partition(":")[0] in SCREENS:
            for team in (teams.own.pk, teams.other.pk, 0):
                address = world.address(route, team)
                for answer in (client.get(address), client.post(address, POSTED)):
                    _shows_nothing(answer, address)
                    is_own = {*route.arguments} <= {"team"} and answer.status_code == 200
                    assert is_own or answer.status_code in (302, 403, 404, 405), address
        elif "token" in route.arguments:
            for token in forged:
                address = world.address(route, 0, token)
                for answer in (client.get(address), client.post(address, POSTED)):
                    _shows_nothing(answer, address)
                    assert answer.status_code in (404, 405), address
            # One's own link leads to oneself alone, whatever else the address names.
            for token in own if who == "applicant" else []:
                address = world.address(route, 0, token)
                answer = client.get(address)
                _shows_nothing(answer, address)
                assert "document_id" not in route.arguments or answer.status_code == 404, address
        else:
            _shows_nothing(client.get(world.address(route, 0)), route.name)
    for address in (
        f"/media/{world.document.file.name}",
        f"/documents/{world.document.pk}/{world.document.name}",
        f"/admin/documents/edit/{world.document.pk}/",
    ):
        _shows_nothing(client.get(address), address)
    assert world.rows() == before


def test_forms_of_what_is_not_public_are_not_there(world: World) -> None:
    """Whoever knows the key of a draft learns nothing: neither its title nor its dossier."""
    for page in (world.event, world.judged.mission):
        type(page).objects.filter(pk=page.pk).update(live=False)
    for route in ROUTES:
        if route.name in FORMS.split():
            address = world.address(route, 0)
            assert Client().get(address).status_code == 404, address
            assert Client().post(address, POSTED).status_code in (404, 405), address
