"""Reads what a mail service tells of a mail (django-anymail): whether its mailbox is gone for good."""

import re

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db.models import Q

LONGEST_REASON = 200
_FOR_GOOD = (RejectReason.BOUNCED, RejectReason.INVALID)
# The server's reply code, first in its answer, and its enhanced code (RFC 3463): nothing else in it is a code.
_REPLY = re.compile(r"(?:^|smtp;|\bsaid:)\s*([245])\d\d(?!\d)", re.IGNORECASE)
_ENHANCED = re.compile(r"(?<![\w.])([245])\.[0-7]\.\d{1,3}(?![\w.]*\w)")


def words_of(event: AnymailTrackingEvent) -> str:
    """Returns what the recipient's server answered, in one line."""
    return " ".join(str(event.mta_response or event.description or "").split())


def is_bounce_for_good(event: AnymailTrackingEvent) -> bool:
    """Returns whether an event says that there is no such mailbox, and never will be."""
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return False
    return event.reject_reason in _FOR_GOOD and not _is_for_now(words_of(event))


def named_by(event: AnymailTrackingEvent) -> Q:
    """Filters the mails that an event names: by the service's own name of a mail, or by its Message-ID.

    Rows have `service_id` and `message_id`. A service that names none matches none.
    """
    name = str(event.message_id or "")
    return Q(service_id=name) | Q(message_id__in=(name, f"<{name}>")) if name else Q(pk__in=[])


def is_complaint(event: AnymailTrackingEvent) -> bool:
    """Returns whether an event says that its recipient wants no such mail any more."""
    return event.event_type in (EventType.COMPLAINED, EventType.UNSUBSCRIBED)


def _is_for_now(answer: str) -> bool:
    """Returns whether a server's answer has codes of the kind 4xx alone: a full mailbox, a server that is away.

    Some services call that a bounce, too.
    """
    codes = {found[1] for pattern in (_REPLY, _ENHANCED) for found in pattern.finditer(answer)}
    return "4" in codes and "5" not in codes
