"""The screens of organisers: a team sees and answers the sign-ups to its own events, and nobody else does."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Federation
from events.models import SignUp, SignUpSheet
from events.signup.urls import sign_up_urls
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    asked,
    mails_to,
    make_far_event,
    make_sheet,
    own_path,
    signed_in,
)
from tests.factories import make_user

SENTINEL = "Sentinelle Durand"


def _formset(name: str, rows: list[dict[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": len([row for row in rows if row.get("id")]),
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        values = {"ORDER": number + 1, "DELETE": "", "id": ""} | row
        found |= {f"{name}-{number}-{key}": value for key, value in values.items()}
    return found


def text_of(html: str) -> str:
    """A page with each kind of blank as a plain one."""
    return " ".join(html.split())


def sheet_form(
    quotas: list[dict[str, object]] | None = None,
    questions: list[dict[str, object]] | None = None,
    **fields: object,
) -> dict[str, object]:
    """The form of a sheet as a publisher fills it in."""
    values: dict[str, object] = {
        "capacity": "10",
        "who_may_come": "open",
        "purpose_fr": "accueillir",
        "kept_days": "30",
    }
    return values | fields | _formset("quotas", quotas or []) | _formset("questions", questions or [])


def test_a_publisher_opens_and_answers(teams: TwoTeams) -> None:  # noqa: PLR0915  # one story
    event = make_far_event(teams.own, time_zone="America/Montreal")
    nora, screen = signed_in(teams.publisher), reverse("event_sign_ups:edit_sheet", args=[event.pk])
    assert nora.get(screen).status_code == 200
    assert "Ouvrir les inscriptions" in nora.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    wrong = [
        ({"capacity": ""}, "Donnez un nombre de places"),
        ({"capacity": "1"}, "Plus de places sont réservées"),
        ({"who_may_come": "priority"}, "Dites quand les autres"),
        ({"who_may_come": "closed"}, "qui ne pourraient venir"),
        ({"opens_at": "02/01/2027 10:00", "closes_at": "01/01/2027 10:00"}, "avant l’ouverture"),
    ]
    quotas: list[dict[str, object]] = [{"cluster": teams.other.pk, "seats": "2"}]
    for fields, words in wrong:
        assert words in nora.post(screen, sheet_form(quotas, **fields)).content.decode(), words
    bad: list[dict[str, object]] = [{"label_fr": "Repas", "question_type": "radio", "choices_fr": ""}]
    assert "autant dans chaque langue" in nora.post(screen, sheet_form(questions=bad)).content.decode()
    assert not SignUpSheet.objects.exists()
    good: list[dict[str, object]] = [
        {"label_fr": "Repas", "question_type": "radio", "choices_fr": "Oui\nNon"}
    ]
    answer = nora.post(screen, sheet_form(quotas, good, opens_at="02/01/2020 10:00", is_reviewed="on"))
    assert answer.status_code == 302
    sheet = SignUpSheet.objects.get()
    assert sheet.opens_at is not None
    # The hour is the event's own.
    assert sheet.opens_at.isoformat() == "2020-01-02T15:00:00+00:00"
    assert "10:00" in nora.get(screen).content.decode()

    key = sheet.questions.get().key
    lea = arrived(sheet, event, "lea@ecole.example", answers={key: "=1+1"})
    root = f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/"
    one = f"{root}{lea.pk}/"
    assert "=1+1" in nora.get(one).content.decode()
    assert "peut lire cette note" in nora.get(one).content.decode()
    nora.post(one, {"note": "Vient en train"})
    nora.post(f"{one}accept/")
    nora.post(f"{one}check-in/")
    lea.refresh_from_db()
    assert (lea.state, lea.note) == ("confirmed", "Vient en train")
    assert lea.checked_in_at is not None
    nora.post(f"{one}check-in/", {"undo": "1"})
    assert SignUp.objects.get(pk=lea.pk).checked_in_at is None
    # Nobody loses a seat by a smaller number.
    arrived_too = arrived(sheet, event, "ida@ecole.example")
    nora.post(f"{root}{arrived_too.pk}/accept/")
    posted = sheet_form(capacity="1", version=str(SignUpSheet.objects.get().form_key))
    assert "Places déjà prises : 2." in nora.post(screen, posted).content.decode()

    found = nora.post(root, {"words": "lea ECOLE"}).content.decode()
    assert "lea@ecole.example" in found
    assert "ida@ecole.example" not in found
    assert "ida@ecole.example" in nora.get(f"{root}?state=confirmed").content.decode()
    exported = nora.get(f"{root}export/")
    rows = list(csv.reader(io.StringIO(b"".join(exported).decode("utf-8-sig"))))
    assert rows[0][-1] == "Repas"
    assert rows[1][-1] == "'=1+1", "no spreadsheet runs it"
    assert nora.get(f"{one}export/").json()["email"] == "lea@ecole.example"
    # Who has a seat is told before their event, or their sign-up, is gone.
    nora.post(screen, {"withdraw": "1", "sure": "1"})
    assert SignUpSheet.objects.exists()
    deletion = f"/admin/pages/{event.pk}/delete/"
    assert nora.post(deletion)["Location"] == f"/admin/pages/{event.pk}/edit/"
    nora.post(f"{one}decline/")
    assert SignUp.objects.get(pk=lea.pk).state == "confirmed", "the box was not ticked"
    nora.post(f"{one}decline/", {"sure": "1"})
    assert mails_to("lea@ecole.example")[-1].subject.endswith("inscription non retenue")
    nora.post(f"{one}erase/", {"sure": "1"})
    assert nora.get(one).status_code == 404
    assert "lea@" not in nora.get(root).content.decode()
    nora.post(f"{root}{arrived_too.pk}/erase/", {"sure": "1"})
    assert "Places prises : 0 · en attente : 0 · à examiner : 0 · effacées : 2" in text_of(
        nora.get(f"/admin/event-sign-ups/{teams.own.pk}/").content.decode()
    )
    assert "effacées : 2" in text_of(nora.get(root).content.decode())
    nora.post(screen, {"withdraw": "1"})
    assert SignUpSheet.objects.exists(), "the box was not ticked"
    nora.post(screen, {"withdraw": "1", "sure": "1"})
    assert not SignUpSheet.objects.exists()
    nora.post(deletion)
    assert not SignUpSheet.objects.exists()


@pytest.mark.parametrize("who", ["anonymous", "stranger", "federation"])
def test_nobody_else_sees_or_changes_anything(teams: TwoTeams, who: str) -> None:
    """Each address of the screens, by GET and POST, with the own team's number and with another's."""
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    lea = arrived(sheet, event, "lea@ecole.example", name=SENTINEL)
    teams_number = teams.other.pk
    if who == "anonymous":
        client = Client()
    elif who == "stranger":
        client = signed_in(teams.stranger)
    else:
        client, teams_number = signed_in(make_user("fede", Federation.load(), "publisher")), 0
    before = SignUp.objects.filter(pk=lea.pk).values().get()
    tried = 0
    for pattern in sign_up_urls[0]:
        for number in (teams.own.pk, teams_number):
            values = {"team": number, "sheet_id": sheet.pk, "sign_up_id": lea.pk, "page_id": event.pk}
            names = set(pattern.pattern.converters)
            if not names - {"team"}:
                continue
            address = reverse(f"event_sign_ups:{pattern.name}", kwargs={name: values[name] for name in names})
            for answer in (
                client.get(address),
                client.post(address, {"sure": "1", "note": "x"} | sheet_form()),
            ):
                assert answer.status_code in (302, 403, 404, 405), address
                if answer.status_code == 302:
                    assert "/login/" in answer["Location"] or answer["Location"] == "/admin/", address
                assert SENTINEL not in answer.content.decode()
                tried += 1
    assert tried > 30
    assert SignUp.objects.filter(pk=lea.pk).values().get() == before
    # Their own list names neither.
    assert SENTINEL not in client.get(f"/admin/event-sign-ups/{teams_number}/", follow=True).content.decode()


def test_an_editor_answers_but_does_not_open(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    edgar = signed_in(teams.editor)
    assert edgar.get(reverse("event_sign_ups:edit_sheet", args=[event.pk])).status_code in (302, 403)
    sheet = make_sheet(event, 5)
    lea = arrived(sheet, event, "lea@ecole.example")
    assert edgar.get(f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/{lea.pk}/").status_code == 200


def test_a_link_opens_one_sign_up_alone(teams: TwoTeams) -> None:
    """Another person's key in a link that was signed for oneself, a link of another kind, and forged ones."""
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    asked(sheet, event, "lea@ecole.example", name=SENTINEL)
    ida = asked(sheet, event, "ida@ecole.example")
    own = own_path("lea@ecole.example").strip("/").rpartition("/")[2]
    key, _dash, rest = own.partition("-")
    client = Client()
    for token in (f"{ida.pk}-{rest}", f"{key}-x", "x" * 300, own[:-1], "1-1.1"):
        for path in (
            f"/my-sign-up/{token}/",
            f"/my-sign-up/{token}/data.json",
            f"/organisation-sign-up/{token}/",
        ):
            for answer in (client.get(path), client.post(path, {"action": "erase", "sure": "1"})):
                assert answer.status_code in (404, 405)
                assert SENTINEL not in answer.content.decode()
    assert client.get(f"/organisation-sign-up/{own}/").status_code == 404
    assert SignUp.objects.with_person().count() == 2
