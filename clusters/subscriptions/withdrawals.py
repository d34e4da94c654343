"""Tells those who received a page by mail that it was withdrawn, if its publisher wanted that."""

import time

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from clusters.models import (
    EmergencyWithdrawal,
    MailedPage,
    MailPurpose,
    MailState,
    SubscriberMail,
    SubscriberState,
)
from clusters.subscriptions.mail_rows import write_notices
from fedcms.core.lanes import Lane

BATCH = 500
SECONDS_AT_ONCE = 5.0


def tell_of_withdrawal(
    sender: type, instance: EmergencyWithdrawal, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of a withdrawal: makes the task in the transaction that withdraws."""
    if created and not raw and instance.tells_subscribers:
        write_withdrawal_notices.enqueue(withdrawal_id=instance.pk)


@task(backend="background", queue_name=Lane.FOLLOWERS)
def write_withdrawal_notices(withdrawal_id: int, after_id: int = 0) -> int:
    """Writes a notice to each who received the page, by primary key, a batch a transaction; returns how many.

    When its time is over, it makes a task for those after them. Safe to repeat. Not in the lane of mails, where
    it would keep password resets waiting.
    """
    withdrawal = EmergencyWithdrawal.objects.filter(pk=withdrawal_id, ended_at=None).first()
    if withdrawal is None:
        return 0
    end, number = time.monotonic() + SECONDS_AT_ONCE, 0
    while some := _next_subscribers(withdrawal, after_id):
        with transaction.atomic():
            write_notices(some, MailPurpose.WITHDRAWAL, withdrawal)
        number += len(some)
        after_id = some[-1]
        if time.monotonic() >= end:
            write_withdrawal_notices.enqueue(withdrawal_id=withdrawal_id, after_id=after_id)
            break
    return number


def _next_subscribers(withdrawal: EmergencyWithdrawal, after_id: int) -> list[int]:
    """Returns the next who received the page, or are just receiving it, and have no notice yet. One query.

    Who pauses gets nothing.
    """
    noticed = SubscriberMail.objects.filter(subscriber=OuterRef("subscriber"), withdrawal=withdrawal)
    had = MailedPage.objects.filter(
        ~Exists(noticed),
        translation_key=withdrawal.translation_key,
        mail__state__in=(MailState.SENT, MailState.SENDING),
        subscriber__state=SubscriberState.ACTIVE,
        subscriber__gt=after_id,
    )
    return list(had.order_by("subscriber").values_list("subscriber", flat=True)[:BATCH])
