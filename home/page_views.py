"""Registers the template contexts of this app's page types (fedcms.core.pages.registered_views)."""

from fedcms.core.pages.registered_views import register_context
from home.front_page.context import front_page_context
from home.models import HomePage


def register() -> None:
    """Registers the contexts; called once, from `AppConfig.ready`."""
    register_context(HomePage, front_page_context)
