"""A team's messages on second paths: edited after "Back", out of order, failing, of one person, of who may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.test import Client

from events.models import EventPage, SignUp, SignUpMessage, SignUpSheet
from events.signup import erasure
from events.signup.export import data_of
from events.signup.messages import sending
from events.signup.service import cancel
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.message_forms import (
    IDA,
    LEA,
    NOUR,
    previewed,
    screen,
    typed,
    written_to,
)
from tests.events.signup.support import arrived, mails_to, make_far_event, make_sheet, news, signed_in


@pytest.fixture
def event(teams: TwoTeams) -> EventPage:
    return make_far_event(teams.own, title="Le salon")


@pytest.fixture
def sheet(event: EventPage) -> SignUpSheet:
    return written_to(event)


@pytest.fixture
def nora(teams: TwoTeams) -> Client:
    return signed_in(teams.publisher)


def failing_for(address: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail to somebody cannot be written from now on."""
    write_to = sending.write_to

    def fails(sign_up: SignUp, *rest: object) -> None:
        if sign_up.email == address:
            raise error
        write_to(sign_up, *rest)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(sending, "write_to", fails)


def test_a_form_that_is_edited_after_it_was_sent_is_another_message(
    teams: TwoTeams, sheet: SignUpSheet, event: EventPage, nora: Client
) -> None:
    address, before = screen(teams, sheet), len(mail.outbox)
    form = typed(state="confirmed")
    nora.post(address, previewed(nora, address, form))
    # By "Back": the page holds the same key.
    other_words = previewed(nora, address, form | {"text_fr": "Salle 5."})
    for _twice in range(2):
        answer = nora.post(address, other_words, follow=True).content.decode()
        assert "Le message part à 2 personnes" in answer
    nora.post(address, previewed(nora, address, form | {"state": "waiting"}))
    # A key is a key of its form: whoever brings it to another sheet is answered as well.
    other = make_sheet(make_far_event(teams.own))
    arrived(other, event, "other@ecole.example")
    nora.post(screen(teams, other), previewed(nora, screen(teams, other), form))
    sending.write_messages()
    found = [(each.text["fr"], each.number) for each in SignUpMessage.objects.order_by("pk")]
    assert found == [("Salle 3.\nPremier étage.", 2), ("Salle 5.", 2), (found[0][0], 1), (found[0][0], 1)]
    to_lea = [str(message.body) for message in mail.outbox[before:] if message.to == [LEA]]
    # The older one first.
    assert ["Salle 3." in body for body in to_lea] == [True, False]
    assert "Salle 5." in to_lea[1]


def test_as_many_others_are_not_the_people_who_were_shown(
    teams: TwoTeams, sheet: SignUpSheet, event: EventPage, nora: Client
) -> None:
    address = screen(teams, sheet)
    seen = previewed(nora, address, typed())
    cancel(SignUp.objects.get(email=LEA))
    arrived(sheet, event, "new@ecole.example")
    page = nora.post(address, seen).content.decode()
    assert "Ce ne sont plus les mêmes personnes" in page
    assert "Envoyer à 3 personnes" in page
    assert not SignUpMessage.objects.exists()


def test_who_could_not_be_written_to_may_be_later_and_is_not_told_otherwise(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, before = screen(teams, sheet), len(mail.outbox)
    nora.post(address, previewed(nora, address, typed()))
    with monkeypatch.context() as patch:
        failing_for(NOUR, RuntimeError, patch)
        sending.write_messages()
    assert set(news(before)) == {LEA, IDA}
    assert data_of(SignUp.objects.get(email=NOUR))["messages"] == []
    assert len(data_of(SignUp.objects.get(email=LEA))["messages"]) == 1  # type: ignore[arg-type]  # a list
    before = len(mail.outbox)
    again = typed()
    assert "Envoyer à 1 personne<" in nora.post(address, again).content.decode()
    nora.post(address, previewed(nora, address, again))
    sending.write_messages()
    assert set(news(before)) == {NOUR}
    assert [each.number_failed for each in SignUpMessage.objects.order_by("pk")] == [1, 0]


def test_when_the_database_fails_the_next_run_writes_to_everybody_once(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, before = screen(teams, sheet), len(mail.outbox)
    nora.post(address, previewed(nora, address, typed()))
    with monkeypatch.context() as patch:
        failing_for(NOUR, OperationalError, patch)
        sending.write_messages()
    assert SignUpMessage.objects.get().recipients.filter(done_at=None).count() == 3
    del mail.outbox[before:]  # Of a transaction that was not: a queue forgets them.
    sending.write_messages()
    assert set(news(before)) == {LEA, NOUR, IDA}
    assert SignUpMessage.objects.get().number_failed == 0


def test_what_was_written_to_one_goes_with_them(teams: TwoTeams, sheet: SignUpSheet, nora: Client) -> None:
    address = screen(teams, sheet)
    lea = SignUp.objects.get(email=LEA)
    private = typed(sign_up=[lea.pk], subject_fr="Chère Léa", text_fr="Votre dossier médical")
    nora.post(address, previewed(nora, address, private))
    nora.post(address, previewed(nora, address, typed()))
    erasure.erase(lea)
    first, second = SignUpMessage.objects.order_by("pk")
    assert (first.number, first.subject, first.text) == (1, {}, {})
    assert second.text["fr"].startswith("Salle 3."), "others have it"
    assert "Chère Léa" not in nora.get(address).content.decode()
    sending.write_messages()
    assert not any("dossier" in str(message.body) for message in mails_to(LEA))


def test_words_do_not_outlast_a_sheet_on_which_nobody_is_left(
    teams: TwoTeams, event: EventPage, sheet: SignUpSheet
) -> None:
    SignUp.objects.filter(sheet=sheet).delete()
    words = {"fr": "Pour Léa"}
    made = SignUpMessage.objects.create(sheet=sheet, subject=words, text=words, form_key=uuid4(), number=1)
    erasure.erase_old_sign_ups()
    assert SignUpMessage.objects.get().text == words
    with time_machine.travel(event.ends_at + timedelta(days=sheet.kept_days + 1)):
        erasure.erase_old_sign_ups()
    made.refresh_from_db()
    assert (made.number, made.subject, made.text) == (1, {}, {})


def test_no_tick_is_not_everybody(teams: TwoTeams, sheet: SignUpSheet, nora: Client) -> None:
    address = screen(teams, sheet)
    listed = nora.get(address.removesuffix("write/")).content.decode()
    assert '<input type="hidden" name="only" value="ticked">' in listed
    answer = nora.post(address, {"only": "ticked"}, follow=True)
    assert answer.redirect_chain[-1][0] == address.removesuffix("write/")
    assert "Cochez d’abord" in answer.content.decode()
    badges = f"{address.removesuffix('write/')}badges.pdf"
    for where, data in ((address, typed(only="ticked", sign_up=["x"])), (badges, {"only": "ticked"})):
        assert nora.post(where, data)["Location"] == address.removesuffix("write/")


def test_an_editor_of_the_team_writes_and_nobody_of_another(
    teams: TwoTeams, sheet: SignUpSheet, nora: Client
) -> None:
    address, form = screen(teams, sheet), typed()
    seen = previewed(nora, address, form)
    own = f"/admin/event-sign-ups/{teams.other.pk}/{sheet.pk}/write/"
    for client in (Client(), signed_in(teams.stranger)):
        for path in (address, own):
            for answer in (client.get(path), client.post(path, form), client.post(path, seen)):
                assert answer.status_code in (302, 403, 404)
                assert "Envoyer à" not in answer.content.decode()
    assert not SignUpMessage.objects.exists()
    edgar = signed_in(teams.editor)
    edgar.post(address, previewed(edgar, address, form))
    assert SignUpMessage.objects.get().sent_by == teams.editor
