"""Registers this app's signals and recurring jobs when a process starts."""

from django.apps import AppConfig
from django.conf import settings

from fedcms.core.health.parts import Part, register_part
from fedcms.core.http.foreign_fetch import register_fetch
from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import DAY, register_recurring
from search import signal_handlers
from search.engine_state import engine_state
from search.entries import server_lag
from search.entries.outbox_thread import keep_feeding
from search.entries.past_events import mark_past_events
from search.harvest.fetching_for_others import fetch_body
from search.harvest.scheduling import ROUND_SECONDS, harvest_due
from search.maintenance.rebuilding import forget_profiles
from search.meaning.choice import is_wanted
from search.meaning.embedding import SECONDS_BETWEEN_ROUNDS, embed_waiting
from search.statistics.pruning import prune_counts


def run(config: AppConfig) -> None:
    """Connects signals and registers recurring jobs; called once, from `AppConfig.ready`."""
    signal_handlers.connect(config)
    register_fetch(fetch_body)
    register_part(Part("search", engine_state))
    register_recurring("prune search counts", DAY, prune_counts)
    register_recurring("prune search profiles", DAY, forget_profiles)
    register_recurring("search entries that are over", 30.0, mark_past_events, Lane.FOLLOWERS)
    register_recurring("harvest", ROUND_SECONDS, harvest_due, Lane.HARVEST)
    if settings.FEDCMS_SEARCH_URL:
        server_lag.watch()
        register_recurring("feed search server", 5.0, keep_feeding, Lane.FOLLOWERS)
    if is_wanted():
        register_recurring("vectors of entries", SECONDS_BETWEEN_ROUNDS, embed_waiting, Lane.MEANING)
