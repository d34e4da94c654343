"""Registers this app's checks and recurring jobs when a process starts."""

from django.conf import settings

from fedcms.core.tasks.recurring import DAY, register_recurring
from home.view_counts import checks  # noqa: F401  # to import them is to register them
from home.view_counts.nginx_log import count_configured_log
from home.view_counts.pruning import prune_views

LOG_SECONDS = 60.0
"""How often the worker reads the log of nginx."""


def run() -> None:
    """Registers the jobs; called once, from `AppConfig.ready`."""
    register_recurring("prune page views", DAY, prune_views)
    if settings.FEDCMS_PAGE_VIEWS_LOG:
        register_recurring("count page views of nginx", LOG_SECONDS, count_configured_log)
