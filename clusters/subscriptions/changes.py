"""What a subscriber does: confirms, changes, pauses, resumes, ends a subscription."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.models import Rhythm, Subscriber, SubscriberState
from clusters.subscriptions.choices import Choices, set_choices
from clusters.subscriptions.digests import tell_pending
from clusters.subscriptions.erasing import erase_subscribers


def confirm(subscriber: Subscriber) -> None:
    """Makes a request a subscription. Safe to repeat."""
    now = timezone.now()
    Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.UNCONFIRMED).update(
        state=SubscriberState.ACTIVE, confirmed_at=now, active_since=now, last_sign_at=now
    )


def change(subscriber: Subscriber, language: str, rhythm: Rhythm, choices: Choices) -> None:
    """Writes other choices. Who leaves a rhythm gets at once what it had not told them, so that nothing is lost."""
    try:
        _change(subscriber, language, rhythm, choices)
    except IntegrityError:  # a worker told them of a page at that moment, or they saved twice at once
        _change(subscriber, language, rhythm, choices)


@transaction.atomic
def _change(subscriber: Subscriber, language: str, rhythm: Rhythm, choices: Choices) -> None:
    locked = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if locked is None:
        return
    before = Rhythm(locked.rhythm)
    locked.language, locked.rhythm = language, rhythm
    locked.last_sign_at, locked.reminded_at = timezone.now(), None
    locked.save(update_fields=["language", "rhythm", "last_sign_at", "reminded_at"])
    set_choices(locked, choices)
    if before != rhythm and locked.state == SubscriberState.ACTIVE:
        tell_pending(locked, before)


def pause(subscriber: Subscriber) -> None:
    """Has nothing sent until they resume; what waits is left out."""
    Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.ACTIVE).update(
        state=SubscriberState.PAUSED, last_sign_at=timezone.now(), reminded_at=None
    )


def resume(subscriber: Subscriber) -> None:
    """Has sent what appears from now on."""
    now = timezone.now()
    Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.PAUSED).update(
        state=SubscriberState.ACTIVE, active_since=now, last_sign_at=now, reminded_at=None
    )


def stay(subscriber: Subscriber) -> None:
    """Notes a sign of life: they want to stay subscribed."""
    Subscriber.objects.filter(pk=subscriber.pk).update(last_sign_at=timezone.now(), reminded_at=None)


def erase(key: UUID) -> bool:
    """Erases a subscriber with all that is kept of them, mails that wait included; returns whether there was one.

    No trace stays: what was queued is a row that goes with them, and is read again before it leaves.
    """
    return bool(erase_subscribers(Subscriber.objects.filter(key=key)))
