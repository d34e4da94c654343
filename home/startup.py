"""Registers this app's contexts and signals when a process starts."""

from clusters.content.registry import register_searchable_type
from home import page_views, signal_handlers
from home.guide import checks  # noqa: F401  # to import them is to register them
from home.models import StandardPage


def run() -> None:
    """Registers contexts and signals; called once, from `AppConfig.ready`."""
    register_searchable_type(StandardPage)
    page_views.register()
    signal_handlers.connect()
