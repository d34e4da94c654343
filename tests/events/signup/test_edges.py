"""What goes wrong: forms sent twice, mails to strangers, events that move, are withdrawn or deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Organisation
from events.models import (
    EventStatus,
    SignUp,
    SignUpInvitation,
    SignUpQuestion,
    SignUpSheet,
    SignUpState,
    UnprovenAddress,
)
from events.signup.erasure import erase_old_sign_ups
from events.signup.jobs import look_after_sign_ups
from events.signup.links import invitation_token, own_token
from fedcms.core.models import OutgoingMail
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    asked,
    filled_in,
    form_address,
    mails_to,
    make_far_event,
    make_organisation,
    make_sheet,
    own_path,
    path_in,
    signed_in,
)


def test_a_stranger_s_mailbox_is_left_in_peace(teams: TwoTeams) -> None:
    """Few mails, and nothing in them that somebody else has written."""
    event = make_far_event(teams.own)
    make_sheet(event, 5, quotas={teams.other: 2})
    make_organisation(teams.other, "office@school.example")
    client, address, now = Client(), form_address(event), timezone.now()
    assert client.post(address, filled_in(name="Win at http://evil.example")).status_code == 422
    for number in range(8):
        with time_machine.travel(now + timedelta(minutes=11 * number)):
            client.post(address, filled_in("victim@people.example", name="Buy gold"))
    assert len(mails_to("victim@people.example")) == 3
    assert not any("Buy gold" in str(each.body) for each in mails_to("victim@people.example"))
    # Who cancels without having confirmed leaves nothing, and does not begin anew at once, wherever.
    assert SignUp.objects.get(email="victim@people.example").name == "Buy gold"
    client.post(own_path("victim@people.example"), {"action": "cancel", "sure": "1"})
    assert not SignUp.objects.filter(name="Buy gold").exists()
    other = make_far_event(teams.own)
    make_sheet(other, 5)
    for number in range(8):
        with time_machine.travel(now + timedelta(minutes=11 * number)):
            client.post(form_address(other), filled_in("victim@people.example", name=f"N{number}"))
    assert len(mails_to("victim@people.example")) == 5
    with time_machine.travel(now + timedelta(days=5)):
        erase_old_sign_ups()
        assert not UnprovenAddress.objects.exists()
        client.post(form_address(event), filled_in("victim@people.example"))
        assert len(mails_to("victim@people.example")) == 6
    # Whose address is known is told so twice in a day.
    sheet = SignUpSheet.objects.get(translation_key=event.translation_key)
    arrived(sheet, event, "known@people.example")
    before = len(mails_to("known@people.example"))
    for number in range(1, 23):
        with time_machine.travel(now + timedelta(hours=2 * number)):
            client.post(address, filled_in("known@people.example"))
    assert len(mails_to("known@people.example")) - before == 4, "in almost two days"
    assert "Pour corriger" in str(mails_to("known@people.example")[-1].body)


def test_an_organisation_is_asked_a_few_times_a_day_and_told_no_names(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    make_sheet(event, 50, who_may_come="quota", quotas={teams.other: 20})
    organisation = make_organisation(teams.other, "office@school.example")
    client, address, now = Client(), form_address(event), timezone.now()
    values = {"cluster": str(teams.other.pk), "organisation": organisation.name, "name": "evil.example"}

    def sign_up(who: str, last: str) -> None:
        client.post(address, filled_in(who, **values))
        own = own_path(who)
        client.post(own, {"action": "confirm"})
        client.post(own, {"action": last, "sure": "1"})

    # By one address three times, though it cancels in between.
    for _number in range(5):
        sign_up("often@people.example", "cancel")
    assert len(mails_to("office@school.example")) == 3
    assert "Nous avons écrit à" in str(mails_to("often@people.example")[1].body)
    assert "demandez une invitation à" in str(mails_to("often@people.example")[-2].body)
    # By whoever it is ten times a day, though they erase themselves, at whatever event.
    for number in range(12):
        sign_up(f"p{number}@people.example", "erase")
    questions = mails_to("office@school.example")
    assert len(questions) == 10
    assert not any("evil.example" in str(each.body) for each in questions)
    with time_machine.travel(now + timedelta(days=1)):
        sign_up("next@people.example", "none")
        question = mails_to("office@school.example")[10]
        assert "evil.example" in client.get(path_in(question, "/organisation-sign-up/")).content.decode()
    # Its directory's name is found however it is typed; of two with one name, the one that can be asked.
    make_organisation(teams.other)
    Organisation.objects.filter(email="").update(name="École de l’Œuvre – Odet")
    asked_one = make_organisation(teams.other, "odet@school.example")
    Organisation.objects.filter(pk=asked_one.pk).update(name="École de l’Œuvre – Odet")
    assert '<option value="École de l’Œuvre – Odet">' in client.get(address).content.decode()
    typed = filled_in("odile@people.example", **(values | {"organisation": "ecole de l'oeuvre-odet."}))
    assert client.post(address, typed).status_code == 303
    assert SignUp.objects.get(email="odile@people.example").claimed_organisation == asked_one
    assert "l’organisation que vous nommez" in SignUp.objects.get(email="odile@people.example").consent
    # An address to which no mail goes is refused where it is written, and never stops a person's confirmation.
    with pytest.raises(ValidationError, match="Aucun courriel"):
        Organisation(email="o@x\ufffdy.fr").full_clean()
    Organisation.objects.filter(pk=asked_one.pk).update(email="o@x\ufffdy.fr")
    assert client.post(own_path("odile@people.example"), {"action": "confirm"}).status_code == 303
    assert "demandez une invitation à" in str(mails_to("odile@people.example")[-1].body)


def test_a_link_confirms_the_words_it_was_mailed_for(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    make_sheet(event, 5, questions=[{"label": {"fr": "Repas"}, "question_type": "singleline"}])
    key = f"question_{SignUpQuestion.objects.get().key}"
    client, address = Client(), form_address(event)
    typed = filled_in("mark@people.example", name="Mark", **{key: "Non"})
    assert client.post(address, typed).status_code == 303
    first = own_path("mark@people.example")
    # Who goes back and corrects sends the same form again: the link stays, and shows what it confirms.
    assert client.post(address, typed | {"name": "Mark B."}).status_code == 303
    assert len(mails_to("mark@people.example")) == 1
    html = client.get(first).content.decode()
    assert "<bdi>Mark B.</bdi>" in html
    assert "<dt>Repas</dt><dd><bdi>Non</bdi></dd>" in html
    # Somebody else's words have a link of their own, to the same mailbox.
    assert client.post(address, filled_in("MARK@people.example", name="Rude")).status_code == 303
    assert client.get(first).status_code == 404
    second = own_path("mark@people.example")
    assert "<bdi>Rude</bdi>" in client.get(second).content.decode()
    lookalike = filled_in("mar\u212a@people.example")
    assert "Aucun courriel" in client.post(address, lookalike).content.decode()
    # When no mail goes any more, nothing is changed behind the last link.
    for name in ("Third", "Fourth", "Fifth"):
        client.post(address, filled_in("mark@people.example", name=name))
    assert len(mails_to("mark@people.example")) == 3
    last = own_path("mark@people.example")
    assert "<bdi>Third</bdi>" in client.get(last).content.decode()
    client.post(last, {"action": "confirm"})
    assert SignUp.objects.get().name == "Third"
    # Corrected too late: the words are still there.
    nora = signed_in(teams.publisher)
    one = SignUp.objects.get()
    nora.post(f"/admin/event-sign-ups/{teams.own.pk}/{one.sheet_id}/{one.pk}/decline/", {"sure": "1"})
    answer = client.post(last, {"action": "correct", "name": "Typed for long", "organisation": "", key: "x"})
    assert answer.status_code == 422
    assert 'value="Typed for long"' in answer.content.decode()
    assert "ne peut plus la corriger" in answer.content.decode()


def test_an_invitation_serves_until_somebody_has_confirmed(teams: TwoTeams, settings: Settings) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5, quotas={teams.other: 2})
    # As it is sent: it waits in the queue, with those of others.
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    sara = signed_in(teams.stranger)
    screen = f"/admin/event-sign-ups/{teams.other.pk}/{sheet.pk}/invite/"
    values = {"language": "fr", "form_key": str(uuid4())}
    undeliverable = sara.post(screen, values | {"email": "o@x\ufffdy.fr"})
    assert "Aucun courriel" in undeliverable.content.decode()
    sara.post(screen, values | {"email": "jane@lab.example"})
    invitation = SignUpInvitation.objects.get()
    client, link = Client(), f"{form_address(event)}{invitation_token(invitation)}/"

    def confirm_all(*addresses: str) -> None:
        for address in addresses:
            client.post(f"/my-sign-up/{own_token(SignUp.objects.get(email=address))}/", {"action": "confirm"})

    assert client.post(link, filled_in("typo@lab.example")).status_code == 303
    assert client.post(link, filled_in("jane@lab.example")).status_code == 303
    confirm_all("typo@lab.example", "jane@lab.example")
    found = {each.email: each.cluster for each in SignUp.objects.all()}
    assert found == {"typo@lab.example": None, "jane@lab.example": teams.other}
    assert client.get(link).status_code == 404
    own = f"/my-sign-up/{own_token(SignUp.objects.get(email='jane@lab.example'))}/"
    assert client.get(f"{own}data.json").json()["invited_at"] == "jane@lab.example"
    # Who is erased leaves no mail that waits, that of the invitation neither; others' mails wait on.
    waiting = [mail.content["to"] for mail in OutgoingMail.objects.order_by("pk")]
    assert waiting.count(["jane@lab.example"]) == 3
    client.post(own, {"action": "erase", "sure": "1"})
    left = [mail.content["to"] for mail in OutgoingMail.objects.order_by("pk")]
    assert left == [each for each in waiting if each != ["jane@lab.example"]]
    assert left
    assert not SignUpInvitation.objects.exists(), "it held their address"


def test_an_event_that_changes_says_so(teams: TwoTeams, settings: Settings) -> None:
    event = make_far_event(teams.own, title="Titre secret")
    sheet = make_sheet(event, 1, quotas={teams.other: 1}, seats_released_at=timezone.now())
    arrived(sheet, event, "first@people.example")
    arrived(sheet, event, "second@people.example")
    event.status = EventStatus.POSTPONED
    event.save_revision().publish()
    assert "Reporté" in Client().get(own_path("first@people.example")).content.decode()
    # Its people were erased long after; with another date, nobody of them has a seat or is written to.
    with time_machine.travel(event.ends_at + timedelta(days=455)):
        assert erase_old_sign_ups() == 0, "they are told before"
    with time_machine.travel(event.ends_at + timedelta(days=470)):
        assert erase_old_sign_ups() == 2
        html = signed_in(teams.publisher).get(f"/admin/event-sign-ups/{teams.own.pk}/").content.decode()
        assert "Places prises : 0" in " ".join(html.split())
        assert "effacées : 2" in html
        event.refresh_from_db()
        event.starts_on, event.status = timezone.localdate() + timedelta(days=30), EventStatus.SCHEDULED
        event.save_revision().publish()
        before = len(mail.outbox)
        look_after_sign_ups()
        assert len(mail.outbox) == before
        assert arrived(sheet, event, "third@people.example").state == SignUpState.CONFIRMED
    # Off the site, other teams see nothing of it, and an invitation opens nothing.
    invitation = SignUpInvitation.objects.create(
        sheet=sheet, cluster=teams.other, email="i@i.example", language="fr", form_key=uuid4()
    )
    event.unpublish()
    sara = signed_in(teams.stranger)
    root = f"/admin/event-sign-ups/{teams.other.pk}/"
    for path in (root, f"{root}{sheet.pk}/invite/"):
        assert "Titre secret" not in sara.get(path).content.decode()
    answer = Client().get(f"{form_address(event)}{invitation_token(invitation)}/")
    assert (answer.status_code, answer["Referrer-Policy"]) == (404, "no-referrer")
    assert invitation_token(invitation) not in answer.content.decode()
    # Deleted: mails that wait go with its people.
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    other = make_far_event(teams.own)
    asked(make_sheet(other, 1), other, "waiting@people.example")
    assert OutgoingMail.objects.count() == 1
    other.delete()
    assert not OutgoingMail.objects.exists()
