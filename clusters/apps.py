"""Clusters: identity, sections, rights, organisations, charter, and the registry of content page types."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    """Wires the room at start."""

    name = "clusters"
    verbose_name = _("clusters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals and registers this room's part of each section."""
        from clusters import (  # noqa: F401, PLC0415
            checks,
            section_blueprints,
            signal_handlers,
        )
        from clusters.models import Cluster, Federation, Organisation  # noqa: PLC0415
        from clusters.tasks import prune_messages  # noqa: PLC0415
        from clusters.translation.jobs.pruning import prune_jobs  # noqa: PLC0415
        from clusters.translation.state.consistency import repair  # noqa: PLC0415
        from fedcms.core.tasks.recurring import DAY, register_recurring  # noqa: PLC0415
        from fedcms.media.visibility import register_public_owner  # noqa: PLC0415

        for model in (Cluster, Federation, Organisation):
            register_public_owner(model)
        register_recurring("prune messages", DAY, prune_messages)
        # At the start of a worker, too: fills the states of a database that comes from an earlier version.
        register_recurring("check states of translations", DAY, repair)
        register_recurring("prune works on translations", DAY, prune_jobs)
        signal_handlers.connect()
        section_blueprints.register()
