"""The federated search: entries, engines, the query, the page and the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Wires the room at start."""

    name = "search"
    label = "federated_search"
    verbose_name = _("recherche")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals, and gives the worker its round."""
        from django.conf import settings  # noqa: PLC0415

        from fedcms.core.tasks.lanes import Lane  # noqa: PLC0415
        from fedcms.core.tasks.recurring import DAY, register_recurring  # noqa: PLC0415
        from search import signal_handlers  # noqa: PLC0415
        from search.entries import server_lag  # noqa: PLC0415
        from search.entries.outbox_thread import keep_feeding  # noqa: PLC0415
        from search.entries.past_events import turn_over  # noqa: PLC0415
        from search.entries.rebuilding import forget_profiles  # noqa: PLC0415
        from search.harvest.scheduling import ROUND_SECONDS, harvest_due  # noqa: PLC0415
        from search.statistics.pruning import prune_counts  # noqa: PLC0415

        signal_handlers.connect(self)
        register_recurring("prune search counts", DAY, prune_counts)
        register_recurring("prune search profiles", DAY, forget_profiles)
        register_recurring("search entries that are over", 30.0, turn_over, Lane.FOLLOWERS)
        register_recurring("harvest", ROUND_SECONDS, harvest_due, Lane.HARVEST)
        if settings.FEDCMS_SEARCH_URL:
            server_lag.watch()
            register_recurring("feed search server", 5.0, keep_feeding, Lane.FOLLOWERS)
