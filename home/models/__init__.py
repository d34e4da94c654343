"""Models of the home app."""

from home.models.feature import HomeFeature
from home.models.hub_ping import FeedMembership, HubPing, HubState
from home.models.manifesto import ManifestoPage
from home.models.pages import HomePage, StandardPage
from home.models.webhook import (
    DeliveryState,
    EventType,
    OffReason,
    Webhook,
    WebhookCopy,
    WebhookDelivery,
)

__all__ = [
    "DeliveryState",
    "EventType",
    "FeedMembership",
    "HomeFeature",
    "HomePage",
    "HubPing",
    "HubState",
    "ManifestoPage",
    "OffReason",
    "StandardPage",
    "Webhook",
    "WebhookCopy",
    "WebhookDelivery",
]
