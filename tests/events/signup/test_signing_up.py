"""A visitor signs up without an account: form, mail, confirmation, waiting list, correction, cancellation, erasure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import Settings

from clusters.directory.forms import ContactForm
from events.models import EventStatus, SignUp, SignUpState
from events.signup.jobs import look_after_sign_ups
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
    stamp,
)
from tests.factories import make_event

SEALED = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
MEALS = {
    "label": {"fr": "Repas", "ar": "الوجبة"},
    "question_type": "radio",
    "is_required": True,
    "choices": {"fr": "Oui\nNon", "ar": "نعم\nلا"},
}


def states(*addresses: str) -> list[str]:
    return [SignUp.objects.get(email=each).state for each in addresses]


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_whole_way_of_two_people_and_one_seat(teams: TwoTeams) -> None:  # noqa: PLR0915  # one story
    event = make_far_event(teams.own, title="Atelier", start_time=time(9, 30), time_zone="Africa/Casablanca")
    make_event(
        teams.own, "ar", title="ورشة", starts_on=event.starts_on, translation_key=event.translation_key
    )
    sheet = make_sheet(event, 1, questions=[MEALS])
    page, client = event.url_path, Client()
    assert "Encore 1 place." in text(client, page)
    assert "Casablanca" in text(client, page)
    address = form_address(event)
    assert f'href="{address}"' in text(client, page)
    answer = client.get(address)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex, nofollow")
    html = answer.content.decode()
    assert "préparer l’accueil" in html
    # The picker leads to the form in the languages of the event alone.
    assert f'href="{form_address(event, "ar")}"' in html
    assert f'href="{form_address(event, "en")}"' not in html
    assert "90 jours" in html
    key = f"question_{sheet.questions.get().key}"

    # What is wrong is said first, with links; what was typed is there.
    answer = client.post(address, filled_in("no address", name="Léa"))
    html = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (422, "private, no-store")
    assert 'href="#id_email"' in html
    assert f'href="#id_{key}_0"' in html
    assert 'value="no address"' in html
    assert not SignUp.objects.exists()

    # One form that is sent twice makes one sign-up and one mail.
    typed = filled_in("lea@ecole.example", **{key: "Non"})
    for _time in range(2):
        answer = client.post(address, typed)
        assert (answer.status_code, answer["Location"]) == (303, f"{address}sent/")
    # Who goes back and writes for a colleague is not lost without a word.
    answer = client.post(address, typed | {"email": "colleague@ecole.example"})
    assert answer.status_code == 422
    assert "déjà servi" in answer.content.decode()
    assert "Regardez votre courriel" in text(client, f"{address}sent/")
    (message,) = mails_to("lea@ecole.example")
    assert "Atelier" in message.subject
    lea = own_path("lea@ecole.example")
    # A mail program that opens the link confirms nothing.
    answer = client.get(lea)
    assert {name: answer[name] for name in SEALED} == SEALED
    assert "Confirmer mon inscription" in answer.content.decode()
    assert states("lea@ecole.example") == ["asked"]
    answer = client.post(lea, {"action": "confirm"})
    assert answer.status_code == 303
    assert "Vous avez une place." in text(client, answer["Location"])
    assert client.post(lea, {"action": "confirm"}).status_code == 303
    seat = mails_to("lea@ecole.example")[1:]
    assert [each.subject for each in seat] == ["Atelier – votre place est confirmée"]
    ((name, data, kind),) = seat[0].attachments
    assert name.endswith(".ics")
    assert kind.startswith("text/calendar")
    calendar = Calendar.from_ical(data if isinstance(data, bytes) else data.encode())
    (component,) = calendar.walk("VEVENT")
    assert str(component["UID"]) == str(event.translation_key)

    # The next one waits, and moves up when the first cancels.
    assert "Complet" in text(client, page)
    full = text(client, page)
    assert "Liste d’attente" in full
    assert "Rejoindre la liste d’attente" in full, "the next step under the page says the same as its button"
    assert "S’inscrire à l’événement" not in full
    client.post(address, filled_in("ida@ecole.example", name="Ida", **{key: "Oui"}))
    ida = own_path("ida@ecole.example")
    client.post(ida, {"action": "confirm"})
    assert "au rang 1." in text(client, ida)
    assert "au rang 1." in str(mails_to("ida@ecole.example")[-1].body)
    assert "Cochez" in client.post(lea, {"action": "cancel"}).content.decode()
    client.post(lea, {"action": "cancel", "sure": "1"})
    assert states("lea@ecole.example", "ida@ecole.example") == ["cancelled", "confirmed"]
    assert mails_to("lea@ecole.example")[-1].subject == "Atelier – inscription annulée"
    assert mails_to("ida@ecole.example")[-1].subject == "Atelier – vous avez une place"

    # Corrected by the same link, which stays.
    correction = {"action": "correct", "name": "Ida B.", "organisation": "École", key: "Non"}
    answer = client.post(ida, correction | {"name": ""})
    assert answer.status_code == 422
    assert "à corriger" in answer.content.decode().lower()
    client.post(ida, correction)
    kept = SignUp.objects.get(email="ida@ecole.example")
    assert (kept.name, kept.organisation, list(kept.answers.values())) == ("Ida B.", "École", ["Non"])
    data = client.get(f"{ida}data.json")
    assert data.json()["answers"] == {"Repas": "Non"}
    assert {name: data[name] for name in SEALED} == SEALED
    answer = client.post(ida, {"action": "erase", "sure": "1"})
    assert "Vos données sont effacées" in answer.content.decode()
    assert client.get(ida).status_code == 404
    assert client.get(lea).status_code == 200


def test_the_answer_does_not_tell_who_has_signed_up(teams: TwoTeams, settings: Settings) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    arrived(sheet, event, "known@ecole.example")
    before = len(mail.outbox)
    client, address = Client(), form_address(event)
    answers = [client.post(address, filled_in(each)) for each in ("known@ecole.example", "new@ecole.example")]
    assert len({(each.status_code, each["Location"]) for each in answers}) == 1
    # Written to again only later, so that nobody fills another's mailbox.
    assert len(mail.outbox) == before + 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.post(address, filled_in("KNOWN@ecole.example"))
        assert "déjà reçue" in mails_to("known@ecole.example")[-1].subject
    assert SignUp.objects.filter(sheet=sheet).count() == 2
    # An address that confirms nothing gets five mails at most, whatever the events.
    for _number in range(7):
        other = make_far_event(teams.own)
        make_sheet(other, 5)
        client.post(form_address(other), filled_in("victim@ecole.example"))
    assert len(mails_to("victim@ecole.example")) == 5
    # Robots: too fast, a filled trap; then too many from one connection, with what was typed.
    assert client.post(address, filled_in(stamp=stamp(0))).status_code == 422
    assert client.post(address, filled_in(website="x")).status_code == 422
    assert client.post(address, filled_in(stamp=stamp(form=ContactForm))).status_code == 422, "another form's"
    settings.FEDCMS_SIGN_UP_RATE = "3/h"
    results = [client.post(address, filled_in(f"n{each}@ecole.example")) for each in range(4)]
    assert [each.status_code for each in results] == [303, 303, 303, 429]
    assert int(results[-1]["Retry-After"]) > 0
    assert 'value="n3@ecole.example"' in results[-1].content.decode()


def test_hours_states_and_other_services(teams: TwoTeams) -> None:
    now = timezone.now()
    event = make_far_event(teams.own, time_zone="America/Toronto")
    opens = datetime(now.year + 1, 1, 5, 9, tzinfo=ZoneInfo("America/Toronto"))
    sheet = make_sheet(event, None, opens_at=opens)
    client, address = Client(), form_address(event)
    for path in (event.url_path, address):
        html = text(client, path)
        assert "ouvrent le" in html
        assert "Toronto" in html
        assert "9 h" in html
    assert "M’inscrire" not in text(client, address)
    assert client.post(address, filled_in()).status_code == 422
    sheet.opens_at, sheet.closes_at = None, now + timedelta(hours=1)
    sheet.save()
    late = asked(sheet, event, "late@ecole.example")
    with time_machine.travel(now + timedelta(hours=2)):
        assert "closes" in text(client, event.url_path)
        assert client.post(address, filled_in()).status_code == 422
        # Who asked in time may confirm.
        client.post(own_path("late@ecole.example"), {"action": "confirm"})
    assert states("late@ecole.example") == ["confirmed"]
    with time_machine.travel(now + timedelta(hours=60)):
        sheet.closes_at = None
        sheet.save()
        slow = asked(sheet, event, "slow@ecole.example")
        SignUp.objects.filter(pk=slow.pk).update(asked_at=now)
        answer = client.post(own_path("slow@ecole.example"), {"action": "confirm"})
        assert "a expiré" in answer.content.decode()
    # Cancelled: nothing is offered any more, and the person's own page is there.
    event.status = EventStatus.CANCELLED
    event.save_revision().publish()
    assert "sign-up" not in text(client, event.url_path)
    assert client.post(address, filled_in()).status_code == 422
    # Off the site: the form is gone, and the own page names nothing of it.
    event.unpublish()
    assert client.get(address).status_code == 404
    html = text(client, own_path("late@ecole.example"))
    assert event.title not in html
    assert "n’est plus sur le site" in html
    assert late.pk
    # Another service is named.
    ours = make_far_event(teams.own)
    later = now + timedelta(days=30)
    first = make_sheet(ours, 3, who_may_come="priority", seats_released_at=later)
    assert f"D’abord pour les membres de {teams.own}" in text(client, ours.url_path)
    arrived(first, ours, "early@ecole.example")
    assert states("early@ecole.example") == ["waiting"]
    with time_machine.travel(later + timedelta(minutes=1)):
        look_after_sign_ups()
        assert states("early@ecole.example") == ["confirmed"]
        assert "D’abord pour" not in text(client, ours.url_path)
    elsewhere = make_far_event(teams.own, signup_url="https://www.billets.example/atelier")
    assert "S’inscrire sur <bdi>billets.example</bdi>" in text(client, elsewhere.url_path)
    assert client.get(form_address(elsewhere)).status_code == 404


def test_a_reserved_seat_is_for_whom_the_organisation_or_the_cluster_names(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 2, who_may_come="quota", quotas={teams.other: 2})
    school = make_organisation(teams.other, "office@school.example")
    silent = make_organisation(teams.other)
    client, address = Client(), form_address(event)
    html = text(client, address)
    assert str(teams.other) in html
    assert "certains clusters seulement" in html
    assert "Complet" not in html
    cluster = str(teams.other.pk)
    for name, words in (("Unknown", "n’est pas dans l’annuaire"), (silent.name, "demandez une invitation")):
        answer = client.post(address, filled_in(cluster=cluster, organisation=name))
        assert words in answer.content.decode()
    typed = filled_in("ben@people.example", cluster=cluster, organisation=school.name.upper())
    assert client.post(address, typed).status_code == 303
    # Before the person has confirmed, nobody else is written to.
    assert not mails_to("office@school.example")
    client.post(own_path("ben@people.example"), {"action": "confirm"})
    assert states("ben@people.example") == ["waiting"]
    (question,) = mails_to("office@school.example")
    vouching = path_in(question, "/organisation-sign-up/")
    answer = client.get(vouching)
    assert {name: answer[name] for name in SEALED} == SEALED
    assert states("ben@people.example") == ["waiting"]
    for _time in range(2):
        assert "Merci" in client.post(vouching).content.decode()
    assert states("ben@people.example") == ["confirmed"]
    assert len([each for each in mails_to("ben@people.example") if "avez une place" in each.subject]) == 1

    # The cluster invites: its own publisher, by a link that serves once.
    sara = signed_in(teams.stranger)
    screen = f"/admin/event-sign-ups/{teams.other.pk}/{sheet.pk}/invite/"
    form = sara.get(screen).context["form"]
    values = {"email": "lab@lab.example", "language": "fr", "form_key": form.initial["form_key"]}
    assert [sara.post(screen, values).status_code for _time in range(2)] == [302, 302]
    (invitation,) = mails_to("lab@lab.example")
    link = path_in(invitation, address)
    assert str(teams.other) in text(client, link)
    assert client.post(link, filled_in("eva@lab.example")).status_code == 303
    client.post(own_path("eva@lab.example"), {"action": "confirm"})
    assert states("eva@lab.example") == ["confirmed"]
    assert client.get(link).status_code == 404
    # Somebody else has no seat of theirs.
    arrived(sheet, event, "free@people.example")
    assert states("free@people.example") == [SignUpState.WAITING]
    assert signed_in(teams.publisher).get(screen)["Location"] == "/admin/"
