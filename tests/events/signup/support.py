"""What tests of sign-ups share: sheets, organisations, forms, what was mailed, and the links in it."""

import re
import time
from collections import Counter
from datetime import timedelta
from itertools import count
from unittest.mock import patch
from uuid import uuid4

from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from clusters.directory.stamped_form import FASTEST_SECONDS, StampedForm
from clusters.models import Cluster, Organisation
from events.models import EventPage, SignUp, SignUpQuestion, SignUpQuota, SignUpSheet
from events.signup.asking import FilledForm, ask
from events.signup.forms import SignUpForm
from events.signup.jobs import look_after_sign_ups
from events.signup.service import confirm
from fedcms.core.changes.outbox import Change, dispatch
from fedcms.core.models import Reason
from tests.factories import make_event

_numbers = count(1)
SEAT = ("votre place est confirmée", "vous avez une place")
"""The subjects of the mails that tell of a seat."""


def make_sheet(event: EventPage, capacity: int | None = 2, **fields: object) -> SignUpSheet:
    """An open sheet; `quotas` are the seats of clusters, `questions` the fields of questions."""
    quotas, questions = fields.pop("quotas", {}), fields.pop("questions", [])
    assert isinstance(quotas, dict)
    assert isinstance(questions, list)
    sheet = SignUpSheet.objects.create(
        translation_key=event.translation_key,
        capacity=capacity,
        **({"purpose": {"fr": "préparer l’accueil", "ar": "تحضير الاستقبال"}} | fields),
    )
    for cluster, seats in quotas.items():
        SignUpQuota.objects.create(sheet=sheet, cluster=cluster, seats=seats)
    for number, values in enumerate(questions):
        SignUpQuestion.objects.create(sheet=sheet, sort_order=number, **values)
    return SignUpSheet.objects.get(pk=sheet.pk)


def make_far_event(cluster: Cluster | None, **fields: object) -> EventPage:
    """An event in three hundred days, so that stories may take long."""
    values: dict[str, object] = {"starts_on": timezone.localdate() + timedelta(days=300)}
    return make_event(cluster, **(values | fields))


def make_organisation(cluster: Cluster, email: str = "") -> Organisation:
    """An organisation in a cluster's directory."""
    number = next(_numbers)
    return Organisation.objects.create(
        slug=f"org-{number}", name=f"Organisation {number}", kind="company", cluster=cluster, email=email
    )


def filled_form(email: str, **fields: object) -> FilledForm:
    """What a form would say."""
    values: dict[str, object] = {
        "name": email.partition("@")[0],
        "language": "fr",
        "form_key": uuid4().hex,
        "consent": "oui",
    }
    return FilledForm(email=email, **(values | fields))  # type: ignore[arg-type]  # the fields of a test


def asked(sheet: SignUpSheet, event: EventPage, email: str, **fields: object) -> SignUp:
    """A sign-up whose address is not confirmed yet."""
    ask(sheet, event, filled_form(email, **fields))
    return SignUp.objects.filter(sheet=sheet, email=email).latest("pk")


def arrived(sheet: SignUpSheet, event: EventPage, email: str, **fields: object) -> SignUp:
    """A sign-up whose address is confirmed."""
    confirm(asked(sheet, event, email, **fields))
    return SignUp.objects.filter(sheet=sheet, email=email).latest("pk")


def form_address(event: EventPage, language: str = "fr") -> str:
    """The path of the form."""
    return f"/{language}/sign-up/{event.translation_key}/"


def stamp(seconds: float = FASTEST_SECONDS + 1, form: type[StampedForm] = SignUpForm) -> str:
    """The stamp of a form that was shown so many seconds ago."""
    now = time.time()
    with patch("clusters.directory.stamped_form.time.time", lambda: now - seconds):
        return form.new_stamp()


def filled_in(email: str = "lea@ecole.example", **fields: object) -> dict[str, object]:
    """The form as somebody fills it in."""
    return {"name": "Léa Martin", "email": email, "consent": "on", "stamp": stamp(), "website": ""} | fields


def mails_to(address: str) -> list[EmailMessage]:
    """What was mailed to an address, in its order."""
    return [message for message in mail.outbox if message.to == [address]]


def path_in(message: EmailMessage, start: str) -> str:
    """The path of the one link in a mail that begins so."""
    (found,) = set(re.findall(rf"https?://[^/\s]+({re.escape(start)}\S+)", str(message.body)))
    return str(found)


def own_path(address: str) -> str:
    """The path of the newest personal link that was mailed to an address."""
    return path_in(mails_to(address)[-1], "/my-sign-up/")


def told_of_seats() -> Counter[str]:
    """How often each address was told of a seat."""
    return Counter(
        message.to[0] for message in mail.outbox if any(words in message.subject for words in SEAT)
    )


def seat_mails(address: str) -> int:
    """How often an address was told of a seat."""
    return told_of_seats()[address]


def work() -> None:
    """What a worker does at this moment."""
    while dispatch():
        pass
    look_after_sign_ups()


def news(before: int) -> dict[str, EmailMessage]:
    """The mails since then, one for each address."""
    found = mail.outbox[before:]
    addresses = [message.to[0] for message in found]
    assert len(set(addresses)) == len(addresses), "nobody is told twice"
    return {message.to[0]: message for message in found}


def change_of(event: EventPage) -> Change:
    """What the outbox says when something of an event has changed for the public."""
    return Change(
        id=next(_numbers),
        subject="page",
        object_id=event.pk,
        translation_key=event.translation_key,
        language="fr",
        kind="event",
        cluster="",
        reason=Reason.CHANGED,
        address=event.url_path,
        address_before=event.url_path,
        moment=timezone.now(),
    )


def signed_in(user: object) -> Client:
    """A client of somebody who is signed in."""
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # a user
    return client
