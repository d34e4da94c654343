"""Notes what the mail service tells: no mailbox, no further mail; a complaint unsubscribes."""

import re
from datetime import timedelta

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusters.people.addresses import comparable
from news.models import MailingRecipient, MediaContact, RecipientState
from news.newsroom.media_contacts.unsubscribing import hash_of_address, unsubscribe

LATEST = timedelta(days=30)
"""A service tells of a bounce within days: an older mail to the same address is not meant."""
LONGEST_REASON = 200
_FOR_GOOD = (RejectReason.BOUNCED, RejectReason.INVALID)
# A code of the second kind, 452 or 4.2.2: a full mailbox, a server that is away. Some services call that a bounce, too.
_FOR_NOW = re.compile(r"(?<![\d.])4(?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")


def note_event(sender: object, event: AnymailTrackingEvent, esp_name: str, **kwargs: object) -> None:
    """The receiver of django-anymail's signal `tracking`: notes bounces and complaints, safe to repeat."""
    if not event.recipient:
        return
    if event.event_type in (EventType.COMPLAINED, EventType.UNSUBSCRIBED):
        _unsubscribe(_mails_of(event))
    elif event.event_type in (EventType.BOUNCED, EventType.REJECTED) and event.reject_reason in _FOR_GOOD:
        reason = " ".join(str(event.mta_response or event.description or "").split())
        if _FOR_NOW.search(reason):
            return
        _note_bounce(_mails_of(event), reason[:LONGEST_REASON])


def _mails_of(event: AnymailTrackingEvent) -> "QuerySet[MailingRecipient]":
    """Returns the mails that an event means: by the service's name of one, else those that left lately."""
    sent = MailingRecipient.objects.filter(email_key=comparable(event.recipient), state=RecipientState.SENT)
    known = Q(service_id=event.message_id) if event.message_id else Q(pk__in=())
    if event.message_id and sent.filter(known).exists():
        return sent.filter(known)
    return sent.filter(sent_at__gte=timezone.now() - LATEST)


@transaction.atomic
def _note_bounce(mails: "QuerySet[MailingRecipient]", reason: str) -> None:
    now = timezone.now()
    contacts = list(mails.exclude(contact=None).values_list("contact", flat=True))
    mails.filter(bounced_at=None).update(bounced_at=now, reason=reason)
    MediaContact.objects.filter(pk__in=contacts, bounced_at=None).update(bounced_at=now, bounce_reason=reason)


def _unsubscribe(mails: "QuerySet[MailingRecipient]") -> None:
    for cluster_id, address in set(mails.values_list("mailing__cluster", "email_key")):
        unsubscribe(cluster_id, hash_of_address(cluster_id, address), address)
