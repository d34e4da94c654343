"""What tests of mailings share: contacts, mailings, and what left."""

import base64
import json
from datetime import timedelta
from email.message import EmailMessage
from typing import cast
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone
from lxml import html as parser
from pytest_django import Settings

from clusters.models import Cluster
from clusters.people.addresses import comparable
from fedcms.users.models import User
from news.models import Mailing, MailingRecipient, MediaContact, PressReleasePage
from news.models.media_contact import stored_languages
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.starting import MailingPlan, create_mailing

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def make_contact(
    cluster: Cluster | None, email: str, languages: str = "fr", **values: object
) -> MediaContact:
    """A media contact of a cluster, or (`None`) of the federation."""
    fields: dict[str, object] = {
        "name": email.partition("@")[0].title(),
        "source": "essai",
        "kept_until": timezone.localdate() + timedelta(days=300),
    }
    return MediaContact.objects.create(
        cluster=cluster,
        email=email,
        email_key=comparable(email),
        languages=stored_languages(languages.split()),
        **(fields | values),
    )


def send(
    cluster: Cluster, page: PressReleasePage, user: User, moment: str = "now", **plan: object
) -> Mailing:
    """A mailing of a release to all contacts of its cluster, as the screen makes it; tasks run at once here."""
    values: dict[str, object] = {"audience": Audience(to_everyone=True)}
    mailing = create_mailing(cluster, page, MailingPlan(moment, **(values | plan)), user)
    mailing.refresh_from_db()
    return mailing


def sent() -> dict[str, EmailMultiAlternatives]:
    """What left, by its recipient; asserts that nobody got two."""
    by_recipient = {message.to[0]: message for message in mail.outbox}
    assert len(by_recipient) == len(mail.outbox), "nobody gets it twice"
    return cast("dict[str, EmailMultiAlternatives]", by_recipient)


def html_of(message: EmailMultiAlternatives) -> str:
    """The HTML part of a mail."""
    return str(message.alternatives[0][0])


def text_of(message: EmailMessage | EmailMultiAlternatives) -> str:
    """The text part of a mail."""
    return str(message.body)


def link(message: EmailMultiAlternatives, words: str) -> str:
    """The path of the link in a mail whose text contains some words."""
    for element in parser.document_fromstring(html_of(message)).iter("a"):
        if words in element.text_content():
            return urlsplit(element.get("href")).path
    raise AssertionError(f"No link {words!r}")


def unsubscribe_path(message: EmailMultiAlternatives) -> str:
    """The path by which a mail program unsubscribes."""
    return urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path


def use_smtp(settings: Settings, port: int) -> None:
    """Mails go to a server on this port of 127.0.0.1."""
    settings.FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False


def states() -> dict[str, str]:
    """The state of each mail, by address."""
    return dict(MailingRecipient.objects.values_list("email", "state"))


def tell(client: Client, secret: str = "us:secret", **event: object) -> int:
    """What the site answers to a mail service that tells of an event."""
    token = base64.b64encode(secret.encode()).decode()
    response = client.post(
        "/mail-service/postmark/",
        json.dumps(event),
        content_type="application/json",
        headers={"Authorization": f"Basic {token}"},
    )
    return response.status_code


def bounce(email: str, kind: str = "HardBounce") -> dict[str, object]:
    """A bounce as Postmark tells of it."""
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "TypeCode": 1,
        "ID": 1,
        "MessageID": "of-the-service",
        "Description": "The server was unable to deliver your message (ex: unknown user).",
        "Details": "550 no such user",
        "Email": email,
        "BouncedAt": "2026-11-29T08:00:00Z",
    }
