"""Registers what this app's page types show (fedcms.core.pages.registered_views)."""

from django.http import HttpRequest

from events.agenda_contexts import agenda_context
from events.applications.offer import apply_context
from events.last_outcome import last_outcome_context
from events.models import AgendaPage, EventPage, TradeMissionPage
from events.signup.offer import sign_up_context
from fedcms.core.pages.registered_views import register_context


def register() -> None:
    """Registers contexts; called once, from `AppConfig.ready`."""
    register_context(AgendaPage, agenda_context)
    register_context(EventPage, sign_up_context)
    register_context(TradeMissionPage, mission_context)


def mission_context(mission: TradeMissionPage, request: HttpRequest) -> dict[str, object]:
    """Returns how one applies to a mission, and of which mission one may read what it gave."""
    return {**apply_context(mission, request), **last_outcome_context(mission, request)}
