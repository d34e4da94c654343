"""Registers, changes, rotates and deletes webhooks, each with a line in the history of its owner."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, lock_teams
from clusters.publishing.refusal import Refusal
from fedcms.core.models import Topic
from fedcms.users.models import User
from home.models import DeliveryState, EventType, OffReason, Webhook, WebhookDelivery
from home.webhooks.log_actions import CHANGED, CREATED, DELETED, MOVED, OFF, ON, ROTATED, log_webhook
from home.webhooks.recording import write_deliveries, write_test
from home.webhooks.signing import FORMER_SERVES, new_salt, secret_of
from home.webhooks.switching import switch_off, switch_on
from home.webhooks.tasks import delete_rows, tell_what_is_gone

MOST = 20
"""How many webhooks one owner may have."""
MOST_TESTS = 10
"""How many tests of one webhook may be sent in an hour."""
_COLUMNS = ("name", "address", "covers_all", "kinds", "languages")


@dataclass(frozen=True)
class Wishes:
    """The partner, and what it wants. Empty lists mean all."""

    name: str
    address: str
    covers_all: bool = False
    kinds: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


def _apply(webhook: Webhook, wishes: Wishes) -> None:
    """Writes the wishes, and nothing else that was read of the webhook."""
    for name in _COLUMNS:
        setattr(webhook, name, getattr(wishes, name))
    webhook.names_topics = bool(wishes.topics)
    if not webhook.pk:
        webhook.save()
    else:
        webhook.save(update_fields=[*_COLUMNS, "origin", "names_topics"])
    webhook.topics.set(wishes.topics)


def _is_less(before: Collection[object], after: Collection[object]) -> bool:
    """Returns whether something that was wanted no longer is; empty means all."""
    return bool(after) and (not before or not set(before) <= set(after))


def _is_narrower(webhook: Webhook, wishes: Wishes) -> bool:
    """Returns whether the wishes leave out what the webhook was told until now."""
    return (
        (webhook.covers_all and not wishes.covers_all)
        or _is_less(webhook.kinds, wishes.kinds)
        or _is_less(webhook.languages, wishes.languages)
        or (bool(wishes.topics) and not webhook.names_topics)
        or (bool(wishes.topics) and not set(webhook.topics.all()) <= set(wishes.topics))
    )


def _lock(webhook: Webhook) -> Webhook:
    """Returns a webhook as it is now, locked; what the caller has read may be old. Raises `Refusal`."""
    held = Webhook.objects.locked().filter(pk=webhook.pk, is_deleted=False).first()
    if held is None:
        raise Refusal(_("Ce webhook vient d’être supprimé."), reason="deleted")
    return held


@transaction.atomic
def register(owner: SectionOwner, wishes: Wishes, user: User) -> tuple[Webhook, str]:
    """Registers a webhook, switched off; returns it with its secret. Raises `Refusal` when there are too many."""
    lock_teams([owner])
    if Webhook.objects.of_cluster(cluster_key(owner)).count() >= MOST:
        raise Refusal(_("Vingt webhooks au plus par équipe : supprimez-en un d’abord."), reason="too_many")
    webhook = Webhook(cluster_id=cluster_key(owner), salt=new_salt(), created_by=user)
    _apply(webhook, wishes)
    log_webhook(owner, CREATED, user, webhook)
    return webhook, secret_of(webhook.salt)


@transaction.atomic
def change(owner: SectionOwner, webhook: Webhook, wishes: Wishes, user: User) -> None:
    """Changes the address and the wishes. Of what is no longer wanted, the partner is told to take it away.

    Whoever is at a new address holds nothing, and has failed at nothing: it is told of no page that it never had.
    Raises `Refusal`.
    """
    held = _lock(webhook)
    is_moved, is_narrower = wishes.address != held.address, _is_narrower(held, wishes)
    _apply(held, wishes)
    if is_moved:
        held.copies.all().delete()
        held.failures, held.failing_since, held.last_failed_at, held.not_before = 0, None, None, None
        held.is_slow = True
        held.save(update_fields=["failures", "failing_since", "last_failed_at", "not_before", "is_slow"])
    elif held.is_on and is_narrower:
        tell_what_is_gone.enqueue(webhook_id=held.pk)
    if is_moved:
        log_webhook(owner, MOVED, user, held, host=urlsplit(held.address).hostname or "")
    else:
        log_webhook(owner, CHANGED, user, held)


@transaction.atomic
def rotate(owner: SectionOwner, webhook: Webhook, user: User) -> str:
    """Gives a webhook a new secret, which is returned. The present one signs beside it for a day.

    Raises `Refusal` during that day: the partner may still check by the former one, and two are kept at most.
    """
    held, now = _lock(webhook), timezone.now()
    if held.former_until is not None and held.former_until > now:
        raise Refusal(
            _("Le secret vient d’être changé : attendez que l’ancien ne signe plus."), reason="recent"
        )
    held.former_salt, held.salt = held.salt, new_salt()
    held.former_until = now + FORMER_SERVES
    held.save(update_fields=["former_salt", "salt", "former_until"])
    log_webhook(owner, ROTATED, user, held)
    return secret_of(held.salt)


@transaction.atomic
def switch(owner: SectionOwner, webhook: Webhook, user: User, *, is_on: bool) -> None:
    """Switches a webhook on or off. Raises `Refusal`."""
    held = _lock(webhook)
    if is_on and held.names_topics and not held.topics.exists():
        raise Refusal(
            _("Ses thèmes n’existent plus : modifiez d’abord ce qu’il doit recevoir."), reason="topics"
        )
    if is_on:
        switch_on(held)
    else:
        switch_off(held, OffReason.PERSON)
    log_webhook(owner, ON if is_on else OFF, user, held)


@transaction.atomic
def delete(owner: SectionOwner, webhook: Webhook, user: User) -> None:
    """Deletes a webhook: it is gone at once for everybody; the worker deletes all that was noted of it."""
    held = _lock(webhook)
    log_webhook(owner, DELETED, user, held)
    held.is_deleted, held.is_on = True, False
    held.save(update_fields=["is_deleted", "is_on"])
    delete_rows.enqueue(webhook_id=held.pk)


@transaction.atomic
def test(webhook: Webhook) -> None:
    """Sends a test, whether the webhook is on or off. Raises `Refusal` when too many were sent within an hour."""
    held = _lock(webhook)
    recent = held.deliveries.filter(event=EventType.TEST, created_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_TESTS:
        raise Refusal(_("Dix essais par heure au plus : attendez un peu."), reason="too_many")
    write_test(held)


@transaction.atomic
def resend(webhook: Webhook, delivery: WebhookDelivery) -> None:
    """Sends once more what a delivery was about, as a new message that says what is true now. Raises `Refusal`.

    A test sent again is a test as any other.
    """
    if delivery.page_id is None:
        test(webhook)
        return
    held = _lock(webhook)
    if not held.is_on:
        raise Refusal(_("Ce webhook est éteint : rallumez-le d’abord."), reason="off")
    waiting = held.deliveries.filter(state=DeliveryState.WAITING)
    if waiting.filter(Q(pk=delivery.pk) | Q(page_id=delivery.page_id, tries=0)).exists():
        raise Refusal(_("Cet envoi est déjà en attente."), reason="waiting")
    write_deliveries({(held.pk, delivery.page_id)})
