"""Erases what is not needed any more: requests that nobody confirmed, silent subscribers, records of what was sent."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from clusters.models import Digest, MailPurpose, MailState, Subscriber, SubscriberMail
from clusters.models.subscriber import SubscriberQuerySet
from clusters.subscriptions.composing import DAYS_TO_ANSWER
from clusters.subscriptions.erasing import erase_in_batches
from clusters.subscriptions.links import CONFIRMED_WITHIN
from clusters.subscriptions.mail_rows import write_notices

MAILS_KEPT_DAYS = 90
"""Longer than a translation of what was sent may be announced (announcing.SAME_PAGE_DAYS)."""
_DAYS_A_MONTH = 30.4
_BATCH = 500


def erase_due() -> int:
    """The recurring job: erases what is due, and asks silent subscribers whether they stay; returns how many went."""
    now = timezone.now()
    unconfirmed = Subscriber.objects.unconfirmed_before(now - CONFIRMED_WITHIN)
    erased = erase_in_batches(unconfirmed) + erase_in_batches(_unanswered())
    _ask_silent()
    old = now - timedelta(days=MAILS_KEPT_DAYS)
    while some := list(
        SubscriberMail.objects.filter(created_at__lt=old).values_list("pk", flat=True)[:_BATCH]
    ):
        SubscriberMail.objects.filter(pk__in=some).delete()
    Digest.objects.filter(slot_at__lt=old, is_done=True).delete()
    return erased


def _reminders() -> "QuerySet[SubscriberMail]":
    """Returns the mails that asked a subscriber, for a subquery."""
    return SubscriberMail.objects.filter(
        subscriber=OuterRef("pk"), purpose=MailPurpose.REMINDER, created_at__gte=OuterRef("reminded_at")
    )


def _unanswered() -> SubscriberQuerySet:
    """Returns those who did not answer for long after the mail that asked them had left."""
    before = timezone.now() - timedelta(days=DAYS_TO_ANSWER)
    asked = _reminders().filter(state=MailState.SENT, sent_at__lt=before)
    return Subscriber.objects.filter(Exists(asked), reminded_at__lt=before)


def _ask_silent() -> None:
    """Asks those from whom nothing was heard for long, a batch a transaction; again those whom no mail reached."""
    now = timezone.now()
    before = now - timedelta(days=settings.FEDCMS_SUBSCRIPTION_MONTHS * _DAYS_A_MONTH)
    under_way = (MailState.WAITING, MailState.SENDING, MailState.SENT)
    asked = _reminders().filter(state__in=under_way)
    silent = Subscriber.objects.exclude(confirmed_at=None).filter(last_sign_at__lt=before)
    unasked = silent.filter(reminded_at=None) | silent.filter(
        ~Exists(asked), reminded_at__lt=now - timedelta(days=DAYS_TO_ANSWER)
    )
    while some := list(unasked.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            Subscriber.objects.filter(pk__in=some).update(reminded_at=now)
            write_notices(some, MailPurpose.REMINDER)
