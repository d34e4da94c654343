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
        from clusters import checks, section_parts, signal_handlers  # noqa: F401, PLC0415
        from clusters.localize import signal_handlers as localize_signal_handlers  # noqa: PLC0415

        signal_handlers.connect()
        localize_signal_handlers.connect()
        section_parts.register()
