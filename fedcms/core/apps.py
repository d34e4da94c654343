"""The ground floor."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Wires the room at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from fedcms.core import page_indexes, public_version_signals, signal_handlers  # noqa: PLC0415
        from fedcms.core.changes import signal_handlers as changes_signal_handlers  # noqa: PLC0415
        from fedcms.core.changes.recording import Description  # noqa: PLC0415
        from fedcms.core.models import Topic  # noqa: PLC0415

        signal_handlers.connect()
        page_indexes.connect(self)
        public_version_signals.connect()
        changes_signal_handlers.connect()
        changes_signal_handlers.watch_rows(Topic, lambda topic: Description())
