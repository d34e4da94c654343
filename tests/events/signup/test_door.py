"""Who comes is noted at the door, by forms or a device: once, and in the order in which it happened."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import EventPage, SignUp, SignUpSheet
from events.signup.codes import check_in_code
from events.signup.log_actions import LISTED
from events.signup.service import cancel, check_in
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, signed_in

LEA, NOUR = "lea@ecole.example", "nour@ecole.example"


@pytest.fixture
def event(teams: TwoTeams) -> EventPage:
    return make_far_event(teams.own)


@pytest.fixture
def sheet(event: EventPage) -> SignUpSheet:
    made = make_sheet(event, 2)
    arrived(made, event, LEA, name="Léa Martin", organisation="Sentinelschule")
    arrived(made, event, NOUR, name="Nour Diallo")
    arrived(made, event, "waits@ecole.example", name="Attend Encore")
    return made


@pytest.fixture
def nora(teams: TwoTeams) -> Client:
    return signed_in(teams.publisher)


def of(address: str) -> SignUp:
    return SignUp.objects.get(email=address)


def door(teams: TwoTeams, sheet: SignUpSheet, what: str = "") -> str:
    return f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/door/{what}"


def report(sign_up: SignUp, moment: datetime, *, here: bool = True) -> dict[str, object]:
    return {"code": check_in_code(sign_up), "here": here, "moment": moment.timestamp() * 1000}


def tell(client: Client, where: str, *reports: object, skew: timedelta = timedelta()) -> HttpResponse:
    """What a device sends whose clock is so wrong."""
    body = {"sent": (timezone.now() + skew).timestamp() * 1000, "reports": reports}
    return client.post(where, json.dumps(body), content_type="application/json")  # type: ignore[return-value]


def test_forms_do_without_a_script(teams: TwoTeams, sheet: SignUpSheet, nora: Client) -> None:
    where = door(teams, sheet)
    page = nora.get(where)
    assert "Léa" not in page.content.decode(), "a device may keep this page"
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    found = nora.post(where, {"words": "martin"}).content.decode()
    assert "Léa Martin" in found
    assert "Nour Diallo" not in found
    assert "Léa Martin" in nora.post(where, {"words": "lea MARTÍN"}).content.decode()
    assert "Léa Martin" not in nora.post(where, {"words": "…"}).content.decode()
    assert "Attend Encore" not in nora.post(where, {"words": "attend"}).content.decode()
    code = check_in_code(of(LEA))
    assert "Léa Martin" in nora.post(where, {"words": code.lower()}).content.decode()
    page_after = nora.post(where, {"words": "martin", "code": code, "here": "1"}).content.decode()
    assert "Présentes : 1 sur 2" in page_after
    assert of(LEA).checked_in_at is not None
    nora.post(where, {"words": "martin", "code": code, "here": "0"})
    assert of(LEA).checked_in_at is None
    assert "Personne n’a de place" in nora.post(where, {"code": "XXXX-XXXX", "here": "1"}).content.decode()


def test_a_device_gets_names_and_codes_alone_around_the_event(
    teams: TwoTeams, sheet: SignUpSheet, event: EventPage, nora: Client
) -> None:
    where = door(teams, sheet, "people.json")
    assert nora.get(where).status_code == 425
    with time_machine.travel(event.starts_at - timedelta(hours=20)):
        client = signed_in(teams.publisher)
        answer = client.get(where)
        assert "no-store" in answer["Cache-Control"]
        rows = answer.json()["people"]
        assert abs(answer.json()["now"] / 1000 - timezone.now().timestamp()) < 60
        assert [set(row) for row in rows] == [{"name", "code", "here"}] * 2
        assert "Sentinelschule" not in answer.content.decode()
        assert LEA not in answer.content.decode()
        # A device asks again all the time: the history says once who took the list.
        assert client.get(where).status_code == 200
        history = ModelLogEntry.objects.filter(action=LISTED, user=teams.publisher)
        assert [entry.data["number"] for entry in history] == [sheet.pk]
    with time_machine.travel(event.ends_at + timedelta(minutes=1)):
        assert signed_in(teams.publisher).get(where).status_code == 410


def test_what_is_reported_late_twice_or_by_two_is_noted_once_in_its_order(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client
) -> None:
    where = door(teams, sheet, "presence.json")
    now = timezone.now()
    came, ten = now - timedelta(minutes=20), now - timedelta(minutes=10)
    answer = tell(nora, where, report(of(LEA), came), report(of(NOUR), ten))
    assert answer.json() == {"outcomes": ["done", "done"]}
    moment = of(LEA).checked_in_at
    assert moment is not None
    assert abs(moment - came) < timedelta(seconds=5), "the moment at the door, not that of the network"
    # The answer was lost.
    assert tell(nora, where, report(of(LEA), came)).json() == {"outcomes": ["same"]}
    assert of(LEA).checked_in_at == moment
    # What another device had said before that is older, and said to be.
    earlier = report(of(LEA), came - timedelta(minutes=5), here=False)
    assert tell(nora, where, earlier).json() == {"outcomes": ["older"]}
    assert of(LEA).checked_in_at == moment
    # Said again later by a device that had not heard: what happened in between comes after all, and is older.
    assert tell(nora, where, report(of(LEA), now - timedelta(minutes=2))).json() == {"outcomes": ["same"]}
    between = report(of(LEA), now - timedelta(minutes=5), here=False)
    assert tell(nora, where, between).json() == {"outcomes": ["older"]}
    assert of(LEA).checked_in_at == moment
    # Undone on the screen of the sign-up, then reported from before.
    check_in(of(NOUR), is_here=False)
    assert tell(nora, where, report(of(NOUR), ten)).json() == {"outcomes": ["older"]}
    assert of(NOUR).checked_in_at is None
    # A clock that is two hours fast.
    fast = timedelta(hours=2)
    assert tell(nora, where, report(of(NOUR), timezone.now() + fast), skew=fast).json() == {
        "outcomes": ["done"]
    }
    noted = of(NOUR).checked_in_at
    assert noted is not None
    assert abs(noted - timezone.now()) < timedelta(minutes=1)
    gone = report(of(LEA), timezone.now())
    cancel(of(LEA))
    assert tell(nora, where, gone).json() == {"outcomes": ["unknown"]}


def test_what_is_on_its_way_for_long_is_older_than_what_was_noted_meanwhile(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client
) -> None:
    """A device's clock is an hour slow; its list says by how much, as a slow way to us would count as later."""
    where, slow = door(teams, sheet, "presence.json"), timedelta(hours=1)
    now = timezone.now()
    body = {
        "sent": (now - timedelta(seconds=20) - slow).timestamp() * 1000,
        "ahead": slow.total_seconds() * 1000,
        "reports": [report(of(LEA), now - timedelta(seconds=25) - slow)],
    }
    check_in(of(LEA), is_here=True)
    check_in(of(LEA), is_here=False)
    SignUp.objects.filter(email=LEA).update(presence_changed_at=now - timedelta(seconds=15))
    assert nora.post(where, body, content_type="application/json").json() == {"outcomes": ["older"]}
    # The list was slow, the report fast: what it says itself is nearer.
    body |= {"ahead": (slow + timedelta(minutes=1)).total_seconds() * 1000}
    body |= {"reports": [report(of(LEA), now - timedelta(seconds=40) - slow)]}
    assert nora.post(where, body, content_type="application/json").json() == {"outcomes": ["older"]}
    body |= {"reports": [report(of(LEA), now - timedelta(seconds=25) - slow)]}
    # The clock was set since that list: what it says itself holds.
    body["ahead"] = -slow.total_seconds() * 1000
    assert nora.post(where, body, content_type="application/json").json() == {"outcomes": ["done"]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"sent": 1, "reports": [1]}',
        b'{"sent": 1e400, "reports": []}',
        b'{"sent": 1, "reports": [{"code": "A", "here": 1, "moment": 1}]}',
        b'{"sent": 1, "reports": [{"code": "A", "here": true, "moment": 1e30}]}',
        b'{"sent": NaN, "reports": []}',
        b'{"sent": 1, "ahead": "1", "reports": []}',
        b'{"sent": 1, "ahead": 1e400, "reports": []}',
        b'{"sent": 1, "ahead": NaN, "reports": []}',
        b'{"sent": 1, "ahead": true, "reports": []}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_report_is_refused(teams: TwoTeams, sheet: SignUpSheet, nora: Client, body: bytes) -> None:
    where = door(teams, sheet, "presence.json")
    assert nora.post(where, body, content_type="application/json").status_code == 400


def test_the_worker_has_the_folder_of_the_door(teams: TwoTeams, sheet: SignUpSheet, nora: Client) -> None:
    answer = nora.get(door(teams, sheet, "worker.js"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
