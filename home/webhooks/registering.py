"""Registers, changes, rotates and deletes webhooks, each with a line in the history of its owner."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, lock_teams
from clusters.publishing.refusal import Refusal
from fedcms.core.models import Topic
from fedcms.users.models import User
from home.models import DeliveryState, EventType, OffReason, Webhook, WebhookDelivery
from home.webhooks.log_actions import CHANGED, CREATED, DELETED, OFF, ON, ROTATED, log_webhook
from home.webhooks.recording import tell_what_is_gone, write_test
from home.webhooks.signing import FORMER_SERVES, new_salt, secret_of
from home.webhooks.switching import switch_off, switch_on

MOST = 20
"""How many webhooks one owner may have."""
MOST_TESTS = 10
"""How many tests of one webhook may be sent in an hour."""


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
    webhook.name, webhook.address, webhook.covers_all = wishes.name, wishes.address, wishes.covers_all
    webhook.kinds, webhook.languages = wishes.kinds, wishes.languages
    webhook.save()
    webhook.topics.set(wishes.topics)


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
    """Changes the address and the wishes. Of what is no longer wanted, the partner is told to take it away."""
    if wishes.address != webhook.address:
        # Whoever is there holds nothing yet, and has failed at nothing.
        webhook.copies.update(is_confirmed=False)
        webhook.failures, webhook.failing_since, webhook.not_before = 0, None, None
    _apply(webhook, wishes)
    if webhook.is_on:
        tell_what_is_gone(webhook)
    log_webhook(owner, CHANGED, user, webhook)


@transaction.atomic
def rotate(owner: SectionOwner, webhook: Webhook, user: User) -> str:
    """Gives a webhook a new secret, which is returned. The present one signs beside it for a day."""
    held = Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
    held.former_salt, held.salt = held.salt, new_salt()
    held.former_until = timezone.now() + FORMER_SERVES
    held.save(update_fields=["former_salt", "salt", "former_until"])
    log_webhook(owner, ROTATED, user, webhook)
    return secret_of(held.salt)


@transaction.atomic
def switch(owner: SectionOwner, webhook: Webhook, user: User, *, is_on: bool) -> None:
    """Switches a webhook on or off."""
    if is_on:
        switch_on(webhook)
    else:
        switch_off(webhook, OffReason.PERSON)
    log_webhook(owner, ON if is_on else OFF, user, webhook)


@transaction.atomic
def delete(owner: SectionOwner, webhook: Webhook, user: User) -> None:
    """Deletes a webhook with all that was noted of it."""
    log_webhook(owner, DELETED, user, webhook)
    webhook.delete()


@transaction.atomic
def test(webhook: Webhook) -> None:
    """Sends a test, whether the webhook is on or off. Raises `Refusal` when too many were sent within an hour."""
    recent = webhook.deliveries.filter(
        event=EventType.TEST, created_at__gt=timezone.now() - timedelta(hours=1)
    )
    if recent.count() >= MOST_TESTS:
        raise Refusal(_("Dix essais par heure au plus : attendez un peu."), reason="too_many")
    write_test(webhook)


@transaction.atomic
def resend(webhook: Webhook, delivery: WebhookDelivery) -> None:
    """Sends a delivery that has ended once more, with the same id, saying what is true now. Raises `Refusal`."""
    if not webhook.is_on and delivery.event != EventType.TEST:
        raise Refusal(_("Ce webhook est éteint : rallumez-le d’abord."), reason="off")
    now = timezone.now()
    found = webhook.deliveries.filter(pk=delivery.pk).exclude(state=DeliveryState.WAITING)
    changed = found.update(
        state=DeliveryState.WAITING, created_at=now, next_try_at=now, finished_at=None, failure="", excerpt=""
    )
    if not changed:
        raise Refusal(_("Cet envoi est déjà en attente."), reason="waiting")
