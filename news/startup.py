"""Registers this app's contexts when a process starts."""

from news import page_views, section_blueprints


def run() -> None:
    """Called once, from AppConfig.ready."""
    page_views.register()
    section_blueprints.register()
