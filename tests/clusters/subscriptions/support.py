"""What tests of subscriptions share: subscribers, what the worker does, and what left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from lxml import html as parser

from clusters.models import Rhythm, Subscriber
from clusters.people.addresses import comparable
from clusters.subscriptions.announcing import continue_announcements, tell_due
from clusters.subscriptions.changes import confirm
from clusters.subscriptions.choices import Choices, set_choices
from clusters.subscriptions.digests import open_digests
from clusters.subscriptions.sending import continue_sending
from fedcms.core.changes.outbox import dispatch

GRACE = timedelta(minutes=11)
ROUNDS = 10


def tomorrow_at_two() -> datetime:
    """Two o'clock, after all that a test has prepared by the true time, whenever it runs."""
    return (timezone.now() + timedelta(days=1)).replace(hour=14)


def subscriber(
    name: str,
    languages: str = "fr",
    rhythm: Rhythm = Rhythm.AT_ONCE,
    **choices: set[str] | None,
) -> Subscriber:
    """A confirmed subscriber, whose mails are in the first of the languages."""
    address = f"{name}@reader.example"
    codes = languages.split()
    made = Subscriber.objects.create(
        email=address, email_key=comparable(address), language=codes[0], rhythm=rhythm
    )
    chosen = {facet: None if values is None else frozenset(values) for facet, values in choices.items()}
    set_choices(made, Choices(frozenset(codes), **chosen))
    confirm(made)
    made.refresh_from_db()
    return made


def work() -> None:
    """All that a worker does at this moment: outbox, announcements, digests, mails. Tasks run at once here."""
    while dispatch():
        pass
    while continue_announcements():
        tell_due.call()
    open_digests()
    for _round in range(ROUNDS):  # a server that is away has the same mails wait for ever
        if not continue_sending():
            break


def left(after: int = 0) -> dict[str, list[EmailMultiAlternatives]]:
    """What left, by the name of its reader, without the first mails."""
    found: dict[str, list[EmailMultiAlternatives]] = {}
    for message in mail.outbox[after:]:
        found.setdefault(message.to[0].partition("@")[0], []).append(message)  # type: ignore[arg-type]
    return found


def titles(*wanted: str, after: int = 0) -> dict[str, list[list[str]]]:
    """Which of some titles each of the mails of a reader tells of, in the order of the words in it."""
    return {
        name: [
            sorted((each for each in wanted if each in message.body), key=message.body.index)
            for message in mails
        ]
        for name, mails in left(after).items()
    }


def html_of(message: EmailMultiAlternatives) -> str:
    """The HTML part of a mail."""
    return str(message.alternatives[0][0])


def links(message: EmailMultiAlternatives) -> Iterator[tuple[str, str]]:
    """The words and the paths of the links in a mail."""
    for element in parser.document_fromstring(html_of(message)).iter("a"):
        yield element.text_content(), urlsplit(element.get("href")).path


def link(message: EmailMultiAlternatives, words: str) -> str:
    """The path of the link in a mail whose text contains some words."""
    return next(path for text, path in links(message) if words in text)


def header_path(message: EmailMultiAlternatives) -> str:
    """The path by which a mail program unsubscribes."""
    return urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
