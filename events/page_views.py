"""Registers what this app's page types show (fedcms.core.pages.registered_views)."""

from events.models import EventPage
from events.signup.offer import sign_up_context
from fedcms.core.pages.registered_views import register_context


def register() -> None:
    """Registers contexts; called once, from `AppConfig.ready`."""
    register_context(EventPage, sign_up_context)
