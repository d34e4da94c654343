"""Registers this app's contexts, content types and section blueprints when a process starts."""

from news import page_views, section_blueprints


def run() -> None:
    """Registers them; called once, from `AppConfig.ready`."""
    page_views.register()
    section_blueprints.register()
