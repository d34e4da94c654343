"""The app of the core, which knows no content type."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from fedcms.core import signal_handlers  # noqa: PLC0415

        signal_handlers.connect(self)
