"""A team writes to people of its event: whom it chose, each in their language, once, and nobody who has left."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client

from events.models import EventPage, SignUp, SignUpMessage, SignUpSheet
from events.signup import erasure
from events.signup.messages import sending
from events.signup.service import cancel
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.message_forms import (
    GONE,
    IDA,
    LEA,
    NEVER,
    NOUR,
    previewed,
    screen,
    typed,
    written_to,
)
from tests.events.signup.support import make_far_event, news, signed_in


@pytest.fixture
def event(teams: TwoTeams) -> EventPage:
    return make_far_event(teams.own, title="Le salon")


@pytest.fixture
def sheet(event: EventPage) -> SignUpSheet:
    return written_to(event)


@pytest.fixture
def nora(teams: TwoTeams) -> Client:
    return signed_in(teams.publisher)


def test_each_gets_it_in_their_language_once_and_who_left_gets_none(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client
) -> None:
    address, before = screen(teams, sheet), len(mail.outbox)
    data = typed()
    page = nora.post(address, data).content.decode()
    assert "Envoyer à 3 personnes" in page
    assert "espagnol : 1 personne" in page
    assert "elles reçoivent le texte dans une autre (français)" in page
    # What was not read is not sent.
    changed = previewed(nora, address, data) | {"text_fr": "Autre chose"}
    assert "Envoyer à 3 personnes" in nora.post(address, changed).content.decode()
    assert not SignUpMessage.objects.exists()
    sent = previewed(nora, address, data)
    for _twice in range(2):
        answer = nora.post(address, sent, follow=True).content.decode()
        assert "Le message part à 3 personnes" in answer
    # The same words from another tab.
    assert (
        "tous ont déjà ce message" in nora.post(address, data | {"form_key": str(uuid4())}).content.decode()
    )
    assert len(mail.outbox) == before, "the worker writes"
    sending.write_messages()
    sending.write_messages()
    written = news(before)
    assert set(written) == {LEA, NOUR, IDA}
    assert written[LEA].subject == "Le salon – La salle"
    body = str(written[LEA].body)
    assert "Salle 3.\nPremier étage." in body
    assert "parce que vous y avez une place" in body
    assert "/my-sign-up/" in body
    assert written[LEA].reply_to
    assert "القاعة 3." in str(written[NOUR].body)
    assert "Salle 3." in str(written[IDA].body)
    assert "porque pidió asistir" in str(written[IDA].body)
    message = SignUpMessage.objects.get()
    assert (message.number, message.number_failed) == (3, 0)
    assert "à 3 personnes" in nora.get(address).content.decode()
    history = nora.get("/admin/reports/site-history/").content.decode()
    assert history.count(f"Un message part aux personnes des inscriptions n° {sheet.pk}") == 1


def test_only_those_who_are_chosen(teams: TwoTeams, sheet: SignUpSheet, nora: Client) -> None:
    address, before = screen(teams, sheet), len(mail.outbox)
    keys = {each.email: each.pk for each in SignUp.objects.filter(sheet=sheet)}
    listed = nora.get(address.removesuffix("write/")).content.decode()
    assert f'name="sign_up" value="{keys[LEA]}"' in listed
    assert f'name="sign_up" value="{keys[GONE]}"' not in listed
    ticked = typed(sign_up=[keys[IDA], keys[GONE], keys[NEVER], "x"])
    assert "sont cochées" in nora.post(address, {"sign_up": ticked["sign_up"]}).content.decode()
    nora.post(address, previewed(nora, address, ticked))
    sending.write_messages()
    assert set(news(before)) == {IDA}
    before = len(mail.outbox)
    nora.post(address, previewed(nora, address, typed(state="confirmed", subject_fr="Le repas")))
    sending.write_messages()
    assert set(news(before)) == {LEA, NOUR}


def test_who_leaves_meanwhile_or_cannot_be_written_to_stops_nobody(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = screen(teams, sheet)
    nora.post(address, previewed(nora, address, typed()))
    cancel(SignUp.objects.get(email=LEA))
    before = len(mail.outbox)
    write_to = sending.write_to

    def fails_for_nour(sign_up: SignUp, *rest: object) -> None:
        write_to(sign_up, *rest)  # type: ignore[arg-type]  # as they came
        if sign_up.email == NOUR:
            raise RuntimeError

    monkeypatch.setattr(sending, "write_to", fails_for_nour)
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    sending.write_messages()
    assert IDA in {message.to[0] for message in mail.outbox[before:]}
    assert SignUpMessage.objects.get().number_failed == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text_ar": ""}, "dans les mêmes langues"),
        ({"subject_fr": "", "subject_ar": ""}, "Champ requis"),
        ({"cluster": "x"}, "Sélectionnez un choix valide"),
        ({"form_key": "x"}, "rechargez-la"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client, fields: dict[str, object], words: str
) -> None:
    page = nora.post(screen(teams, sheet), typed(**fields)).content.decode()
    assert words in page
    assert "Premier étage." in page
    assert "Envoyer à" not in page


def test_nothing_leaves_while_the_event_is_not_public_nor_more_than_a_team_needs(
    teams: TwoTeams, sheet: SignUpSheet, event: EventPage, nora: Client
) -> None:
    address = screen(teams, sheet)
    nora.post(address, previewed(nora, address, typed()))
    event.unpublish()
    before = len(mail.outbox)
    sending.write_messages()
    assert len(mail.outbox) == before
    assert "n’est pas public" in nora.post(address, typed(subject_fr="Encore")).content.decode()
    event.save_revision().publish()
    sending.write_messages()
    assert {LEA, NOUR, IDA} <= {message.to[0] for message in mail.outbox[before:]}
    for number in range(sending.MOST_A_DAY):
        nora.post(address, previewed(nora, address, typed(subject_fr=f"Encore {number}")))
    assert SignUpMessage.objects.count() == sending.MOST_A_DAY


def test_the_words_go_with_the_people(
    teams: TwoTeams, sheet: SignUpSheet, event: EventPage, nora: Client
) -> None:
    address = screen(teams, sheet)
    nora.post(address, previewed(nora, address, typed()))
    sending.write_messages()
    lea = SignUp.objects.get(email=LEA)
    data = nora.get(f"{address.removesuffix('write/')}{lea.pk}/export/").json()
    assert data["messages"][0]["text"].startswith("Salle 3.")
    erasure.erase(lea)
    assert not lea.messages.exists()
    with time_machine.travel(event.ends_at + timedelta(days=sheet.kept_days + 1)):
        erasure.erase_old_sign_ups()
    kept = SignUpMessage.objects.get()
    assert (kept.number, kept.subject, kept.text) == (3, {}, {})
    assert not kept.recipients.exists()
