"""An e-mail backend that sends in the worker, with retries, so that no mail is lost.

Django's backends send within the request, and Wagtail only logs what could not be sent. Here a mail becomes a row in
the transaction that caused it; a task gives it to the real backend (FEDCMS_MAIL_TRANSPORT).
"""

import base64
import smtplib
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TypedDict

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from fedcms.core.lanes import Lane
from fedcms.core.mail_addresses import new_message_id
from fedcms.core.models import OutgoingMail

TRIED_FOR = timedelta(hours=12)
"""A mail that is older was given up, and stays for whoever looks after the site: eight tries span some nine hours."""


class MailNotSent(Exception):
    """The mail server did not take a mail. The message names the kind of error and codes, no address."""


class Content(TypedDict):
    """A mail as JSON; an attachment is its name, its content in base64 and its MIME type."""

    subject: str
    body: str
    subtype: str
    from_email: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    reply_to: list[str]
    headers: dict[str, str]
    alternatives: list[tuple[str, str]]
    attachments: list[tuple[str, str, str]]


class MailAbout(EmailMultiAlternatives):
    """A mail that says what it is about, so that it can be discarded while it waits."""

    about = ""


def mail_of_lines(
    subject: str, lines: Sequence[str], address: str, *, reply_to: Sequence[str] = (), about: str = ""
) -> MailAbout:
    """Returns a mail of lines in the active language: as plain text, and as HTML, since plain text has no direction.

    An empty line begins a paragraph; an address becomes a link.
    """
    text = "\n".join(lines)
    message = MailAbout(subject, text, to=[address], reply_to=list(reply_to))
    message.about = about
    context = {"subject": subject, "paragraphs": text.split("\n\n")}
    message.attach_alternative(render_to_string("mails/lines.html", context), "text/html")
    return message


def discard_mails(about: Collection[str]) -> int:
    """Deletes the mails that wait, or could not be sent, about something; returns how many. One query."""
    return OutgoingMail.objects.filter(about__in=about).delete()[0]


def has_waiting_mails(about: Collection[str]) -> bool:
    """Returns whether a mail about something is still being tried (`TRIED_FOR`). One query."""
    since = timezone.now() - TRIED_FOR
    return OutgoingMail.objects.filter(about__in=about, created_at__gt=since).exists()


def content_of(message: EmailMessage) -> Content:
    """Returns a mail as JSON.

    Raises `BadHeaderError` for a line break in a header, `TypeError` for an attachment that is a MIME part.
    """
    headers = {str(name): str(value) for name, value in message.extra_headers.items()}
    if not any(name.lower() == "message-id" for name in headers):
        # The id is fixed here, so that a mail that is sent twice because a worker died arrives as one mail.
        headers["Message-ID"] = new_message_id(message.from_email)
    message.message()  # raises for forged headers here, where the caller still sees it
    return Content(
        subject=str(message.subject),
        body=str(message.body),
        subtype=message.content_subtype,
        from_email=str(message.from_email),
        to=list(message.to),
        cc=list(message.cc),
        bcc=list(message.bcc),
        reply_to=list(message.reply_to),
        headers=headers,
        alternatives=[(str(text), str(kind)) for text, kind in getattr(message, "alternatives", [])],
        attachments=[_attachment(item) for item in message.attachments],
    )


def _attachment(item: object) -> tuple[str, str, str]:
    if not isinstance(item, tuple):
        raise TypeError("Attach files by name, content and type; a MIME part cannot be kept.")
    name, data, kind = item
    raw = data.encode() if isinstance(data, str) else bytes(data)
    return str(name or ""), base64.b64encode(raw).decode("ascii"), str(kind or "application/octet-stream")


def message_of(content: Content) -> EmailMultiAlternatives:
    """Returns the mail made from JSON, with the connection that really sends."""
    message = EmailMultiAlternatives(
        subject=content["subject"],
        body=content["body"],
        from_email=content["from_email"],
        to=content["to"],
        cc=content["cc"],
        bcc=content["bcc"],
        reply_to=content["reply_to"],
        headers=content["headers"],
        connection=get_connection(settings.FEDCMS_MAIL_TRANSPORT),
    )
    message.content_subtype = content["subtype"]
    for text, kind in content["alternatives"]:
        message.attach_alternative(text, kind)
    for name, data, kind in content["attachments"]:
        message.attach(name, base64.b64decode(data), kind)
    return message


class DurableEmailBackend(BaseEmailBackend):
    """The e-mail backend that stores mails for the worker. Its counts are mails stored, not mails delivered."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Stores each mail that has a recipient, in the caller's transaction if there is one; returns how many."""
        kept = 0
        for message in email_messages:
            if message.recipients():
                with transaction.atomic():
                    row = OutgoingMail.objects.create(
                        content=content_of(message), about=getattr(message, "about", "")
                    )
                    deliver.enqueue(mail_id=row.pk)
                kept += 1
        return kept


@task(backend="background", queue_name=Lane.MAIL)
def deliver(mail_id: int) -> bool:
    """Sends a stored mail and deletes it; returns False when it was sent already.

    Raises `MailNotSent` for whatever the transport raises: the mail stays, and the queue tries again.
    No transaction is open while the mail server answers: on SQLite nobody else could write meanwhile.
    """
    row = OutgoingMail.objects.filter(pk=mail_id).first()
    if row is None:
        return False
    try:
        message_of(row.content).send()
    except Exception as error:  # noqa: BLE001  # each transport has its own
        # Without its cause: the queue keeps tracebacks, and a mail server's words may hold an address.
        raise MailNotSent(_why(error)) from None
    row.delete()
    return True


def _why(error: Exception) -> str:
    """Returns the kind of an error, with the codes by which a mail server refuses; no words of its."""
    codes = [getattr(error, "smtp_code", None) or getattr(error, "errno", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])


def prune_mails() -> int:
    """Deletes mails that were given up long ago (FEDCMS_TASK_KEEP_FAILED_DAYS, as their tasks); returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_TASK_KEEP_FAILED_DAYS)
    return OutgoingMail.objects.filter(created_at__lt=old).delete()[0]
