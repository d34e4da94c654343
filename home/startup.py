"""Registers this app's contexts and signals when a process starts."""

from django.conf import settings

from clusters.content.registry import register_key_page_type, register_searchable_type
from clusters.publishing.next_steps import StepOrder, register_next_step
from fedcms.core.changes.outbox import subscribe
from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import DAY, register_recurring
from home import page_views, signal_handlers
from home.guide import checks  # noqa: F401  # to import them is to register them
from home.manifesto import blueprint
from home.models import HomePage, StandardPage
from home.outgoing.sending import register_queue, send_due
from home.sharing.hooks import share_link
from home.webhooks.delivering import next_delivery
from home.webhooks.pruning import prune_deliveries
from home.webhooks.recording import tell_webhooks
from home.webhooks.tasks import tell_again_what_is_gone
from home.websub import checks as websub_checks  # noqa: F401  # to import them is to register them
from home.websub.pinging import next_ping, prune_pings
from home.websub.recording import note_changed_feeds

SOON = 10
"""Before pictures and cards: partners and hubs are told within a minute."""


def run() -> None:
    """Registers contexts and signals; called once, from `AppConfig.ready`."""
    register_searchable_type(StandardPage)
    register_key_page_type(HomePage)
    blueprint.register()
    register_next_step(share_link, StepOrder.SHARE)
    page_views.register()
    signal_handlers.connect()
    subscribe("webhooks", tell_webhooks, at_once=100, priority=SOON)
    subscribe("hubs", note_changed_feeds, at_once=100, priority=SOON)
    register_queue("webhooks", next_delivery)
    register_queue("hubs", next_ping)
    register_recurring(
        "send to partners and hubs", settings.FEDCMS_TASK_POLL_INTERVAL, send_due, Lane.DELIVERIES
    )
    register_recurring("tell webhooks what is gone", DAY, tell_again_what_is_gone)
    register_recurring("prune deliveries of webhooks", DAY, prune_deliveries)
    register_recurring("prune pings of hubs", DAY, prune_pings)
