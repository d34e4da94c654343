"""Writes the rows of mails to subscribers, each with the Message-ID under which it leaves, however often tried.

The rows of the subscribers are locked first, and who was erased, paused or told meanwhile is left out: a mail is never
written for somebody who is just being erased (erasing.py), nor about a page of which another mail tells.
"""

from collections.abc import Iterable, Mapping

from clusters.models import (
    Digest,
    EmergencyWithdrawal,
    MailedPage,
    MailPurpose,
    Rhythm,
    Subscriber,
    SubscriberMail,
    SubscriberState,
)
from clusters.subscriptions.matching import ToTell
from clusters.subscriptions.sending import enqueue_sending, send_link
from fedcms.core.mail_addresses import new_message_id

ROWS_AT_ONCE = 500


def _locked(found: Iterable[int], **still: object) -> list[int]:
    """Locks the rows of subscribers until the transaction ends; returns those that are there and as they were."""
    rows = Subscriber.objects.filter(pk__in=list(found), **still).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def write_page_mails(
    told: Mapping[int, ToTell], purpose: MailPurpose, rhythm: Rhythm, digest: Digest | None = None
) -> int:
    """Writes a mail for each subscriber of a rhythm (by primary key) with its pages; returns how many.

    Must run within a transaction.
    """
    ids = _locked(told, rhythm=rhythm, state=SubscriberState.ACTIVE)
    keys = {key for pk in ids for key in told[pk].keys}
    known = MailedPage.objects.filter(subscriber__in=ids, translation_key__in=keys)
    had = set(known.values_list("subscriber_id", "translation_key"))
    rest = {pk: [key for key in told[pk].keys if (pk, key) not in had] for pk in ids}
    mails = SubscriberMail.objects.bulk_create(
        SubscriberMail(
            subscriber_id=pk,
            purpose=purpose,
            digest=digest,
            message_id=new_message_id(),
            left_out=told[pk].left_out,
        )
        for pk in ids
        if rest[pk]
    )
    MailedPage.objects.bulk_create(
        (
            MailedPage(mail=mail, subscriber_id=mail.subscriber_id, translation_key=key)
            for mail in mails
            for key in rest[mail.subscriber_id]
        ),
        batch_size=ROWS_AT_ONCE,
    )
    if mails:
        enqueue_sending()
    return len(mails)


def write_notices(
    subscribers: Iterable[int], purpose: MailPurpose, withdrawal: EmergencyWithdrawal | None = None
) -> None:
    """Writes a mail without pages for each subscriber; of a withdrawal, one a person whoever asks twice.

    Must run within a transaction.
    """
    mails = [
        SubscriberMail(subscriber_id=pk, purpose=purpose, withdrawal=withdrawal, message_id=new_message_id())
        for pk in _locked(subscribers)
    ]
    SubscriberMail.objects.bulk_create(mails, ignore_conflicts=True)
    if mails:
        enqueue_sending()


def write_link(subscriber: Subscriber) -> None:
    """Writes the mail with a link that somebody asked for: it leaves at once, as a password reset does.

    Must run within a transaction that holds the subscriber's row.
    """
    mail = SubscriberMail.objects.create(
        subscriber=subscriber, purpose=MailPurpose.LINK, message_id=new_message_id()
    )
    send_link.enqueue(mail_id=mail.pk)
