"""Hands one mail to the mail server, and says what its answer means: sent, refused for good, later, or no server."""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

LONGEST_REASON = 300
_PERMANENT = 500
# An enhanced code (RFC 3463) of the address, or of what the server thinks of us.
_OF_ADDRESS = re.compile(r"(?<![\w.])5\.1\.\d{1,3}(?![\w.]*\w)")
_OF_POLICY = re.compile(r"(?<![\w.])5\.7\.\d{1,3}(?![\w.]*\w)")
# What a mail service's API answers to one mail that it cannot send, mostly for its address.
_OF_THE_MAIL = (400, 422)


TELLING_ANSWERS = 10
"""So many refusals in a batch, for good or for now, and nothing accepted: the server means us, not the addresses."""


class Outcome(StrEnum):
    """What became of a try to send a mail."""

    SENT = "sent"
    REFUSED = "refused"
    """For good: another try would be refused, too."""
    LATER = "later"
    """The server has this mail wait."""
    NO_SERVER = "no_server"
    """Nothing can be sent at all: the server does not answer, or knows us not."""


@dataclass(frozen=True)
class SendingResult:
    """The outcome, what the server answered, and how a mail service calls the mail ("" for others)."""

    outcome: Outcome
    reason: str = ""
    service_id: str = ""
    is_about_address: bool = False
    """Whether a refusal says that there is no such mailbox; else it may mean the mail, or whoever sends it."""


def _words(answer: object) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:LONGEST_REASON]


def _answered(code: int, answer: object, *, at_recipient: bool = False) -> SendingResult:
    """Reads a server's answer. At the recipient's address, a refusal means that, unless its code says "policy"."""
    outcome = Outcome.REFUSED if code >= _PERMANENT else Outcome.LATER
    words = _words(f"{code} {_words(answer)}")
    is_address = bool(_OF_ADDRESS.search(words)) or (at_recipient and not _OF_POLICY.search(words))
    return SendingResult(outcome, words, is_about_address=outcome is Outcome.REFUSED and is_address)


def open_transport() -> BaseEmailBackend | None:
    """Returns an open connection to the mail server (FEDCMS_MAIL_TRANSPORT), `None` if it does not answer."""
    connection: BaseEmailBackend = get_connection(settings.FEDCMS_MAIL_TRANSPORT)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException, AnymailError):
        return None
    return connection


def close_transport(connection: BaseEmailBackend) -> None:
    """Closes a connection; a server that is gone by now is no error."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return


def send_mail(connection: BaseEmailBackend, message: EmailMessage) -> SendingResult:
    """Sends a mail to its one recipient; never raises what a mail server or an address causes."""
    try:
        connection.send_messages([message])
    except (smtplib.SMTPException, OSError, AnymailError, ValueError) as error:
        return _result_of(error)
    status = getattr(message, "anymail_status", None)
    service_id = getattr(status, "message_id", None) or ""
    return SendingResult(Outcome.SENT, service_id=str(service_id)[:255])


def _result_of(error: Exception) -> SendingResult:
    """Returns what it means that a mail was not accepted."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(*next(iter(error.recipients.values())), at_recipient=True)
        case smtplib.SMTPDataError():
            return _answered(error.smtp_code, error.smtp_error)
        case AnymailRecipientsRefused():
            return SendingResult(Outcome.REFUSED, _words(error), is_about_address=True)
        case AnymailAPIError():
            outcome = Outcome.REFUSED if error.status_code in _OF_THE_MAIL else Outcome.NO_SERVER
            return SendingResult(outcome, _words(error))
        case smtplib.SMTPNotSupportedError() | ValueError():
            return SendingResult(Outcome.REFUSED, _words(error))
        case _:
            return SendingResult(Outcome.NO_SERVER, _words(error))
