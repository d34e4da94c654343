"""Reads what the addresses of the screens of webhooks name, and refuses people who do not manage that team."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, manages, owner_of
from clusters.translation.access.guards import signed_in_user
from home.models import Webhook, WebhookDelivery


def team_of_request(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who do not manage it."""
    owner = owner_of(number)
    if not manages(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def webhook_of(owner: SectionOwner, webhook_id: int) -> Webhook:
    """Returns a webhook of an owner. Raises `Http404` for another's."""
    return get_object_or_404(Webhook.objects.of_cluster(cluster_key(owner)), pk=webhook_id)


def delivery_of(webhook: Webhook, delivery_id: int) -> WebhookDelivery:
    """Returns a delivery of a webhook. Raises `Http404` for another's."""
    return get_object_or_404(webhook.deliveries, pk=delivery_id)
