"""Notes what the mail service tells: no mailbox, no further mail; a complaint unsubscribes."""

from datetime import timedelta

from anymail.signals import AnymailTrackingEvent
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clusters.people.addresses import comparable
from fedcms.core.mail_bounces import LONGEST_REASON, is_bounce_for_good, is_complaint, named_by, words_of
from news.models import MailingRecipient, MediaContact, RecipientState
from news.newsroom.media_contacts.unsubscribing import hash_of_address, unsubscribe_by_mail

LATEST = timedelta(days=30)
"""A service tells of a bounce within days: an older mail to the same address is not meant."""


def note_event(sender: object, event: AnymailTrackingEvent, esp_name: str, **kwargs: object) -> None:
    """The receiver of django-anymail's signal `tracking`: notes bounces and complaints, safe to repeat."""
    if not event.recipient:
        return
    if is_complaint(event):
        _unsubscribe(_mails_of(event), comparable(event.recipient))
    elif is_bounce_for_good(event):
        _note_bounce(_mails_of(event), words_of(event)[:LONGEST_REASON])


def _mails_of(event: AnymailTrackingEvent) -> "QuerySet[MailingRecipient]":
    """Returns the mails that an event means: the one that it names, else those to its address that left lately.

    A service names a mail by its own name of it, or by the mail's Message-ID. Whose mail is known concerns no other
    team that wrote to the same address.
    """
    sent = MailingRecipient.objects.filter(state=RecipientState.SENT)
    named = sent.filter(named_by(event))
    if named.exists():
        return named
    return sent.filter(email_key=comparable(event.recipient), sent_at__gte=timezone.now() - LATEST)


@transaction.atomic
def _note_bounce(mails: "QuerySet[MailingRecipient]", reason: str) -> None:
    now = timezone.now()
    found = list(mails.exclude(contact=None).values_list("contact", "email_key"))
    # Of somebody who was erased, no words are kept: they may hold the address.
    mails.filter(bounced_at=None).exclude(email="").update(reason=reason)
    mails.filter(bounced_at=None).update(bounced_at=now)
    # An address that was corrected since is another one.
    same = MediaContact.objects.filter(
        pk__in=[key for key, _address in found], email_key__in=[address for _key, address in found]
    )
    same.filter(bounced_at=None).update(bounced_at=now, bounce_reason=reason)


def _unsubscribe(mails: "QuerySet[MailingRecipient]", address: str) -> None:
    """Unsubscribes whom some mails reached; `address` is theirs where the row has none any more."""
    for mail in list(mails.select_related("mailing", "contact")):
        cluster_id = mail.mailing.cluster_id
        unsubscribe_by_mail(cluster_id, hash_of_address(cluster_id, mail.email_key or address), mail)
