"""Registers this app's content types, section blueprints, contexts, signals and jobs when a process starts."""

from events import facets, page_form, page_views, section_blueprints, signal_handlers
from events.applications.erasure import erase_old_applications
from events.applications.jobs import look_after_applications
from events.applications.mission_notices import follow_missions
from events.delegations.news import tell_delegations
from events.listed_moments import listed_moments
from events.next_dates import SECONDS_BETWEEN_LOOKS as SECONDS_BETWEEN_DATES
from events.next_dates import advance_next_dates
from events.signup.erasure import erase_old_sign_ups
from events.signup.event_notices import follow_events
from events.signup.jobs import SECONDS_BETWEEN_LOOKS, look_after_sign_ups
from events.signup.messages.sending import write_messages
from fedcms.core.changes.outbox import subscribe
from fedcms.core.page_cache.moments import register_moments
from fedcms.core.tasks.recurring import DAY, register_recurring


def run() -> None:
    """Registers them; called once, from `AppConfig.ready`."""
    facets.register()
    section_blueprints.register()
    page_views.register()
    page_form.register()
    signal_handlers.connect()
    register_moments("events", listed_moments)
    subscribe("people of events", follow_events, at_once=100)
    subscribe("people of missions", follow_missions, at_once=100)
    register_recurring("advance dates of events", SECONDS_BETWEEN_DATES, advance_next_dates)
    register_recurring("look after sign-ups", SECONDS_BETWEEN_LOOKS, look_after_sign_ups)
    register_recurring("write messages to sign-ups", SECONDS_BETWEEN_LOOKS, write_messages)
    register_recurring("erase old sign-ups", DAY, erase_old_sign_ups)
    register_recurring("look after applications", SECONDS_BETWEEN_LOOKS, look_after_applications)
    register_recurring("tell delegations of their page", SECONDS_BETWEEN_LOOKS, tell_delegations)
    register_recurring("erase old applications", DAY, erase_old_applications)
