"""Registers this app's contexts and signals when a process starts."""

from clusters.content.registry import register_searchable_type
from clusters.publishing.next_steps import StepOrder, register_next_step
from home import page_views, signal_handlers
from home.guide import checks  # noqa: F401  # to import them is to register them
from home.models import StandardPage
from home.sharing.hooks import share_link


def run() -> None:
    """Registers contexts and signals; called once, from `AppConfig.ready`."""
    register_searchable_type(StandardPage)
    register_next_step(share_link, StepOrder.SHARE)
    page_views.register()
    signal_handlers.connect()
