"""Registers what this app's page types show (fedcms.core.pages.registered_views)."""

from events.agenda_contexts import agenda_context
from events.applications.offer import apply_context
from events.models import AgendaPage, EventPage, TradeMissionPage
from events.signup.offer import sign_up_context
from fedcms.core.pages.registered_views import register_context


def register() -> None:
    """Registers contexts; called once, from `AppConfig.ready`."""
    register_context(AgendaPage, agenda_context)
    register_context(EventPage, sign_up_context)
    register_context(TradeMissionPage, apply_context)
