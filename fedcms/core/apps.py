"""The configuration of the core app, which knows no content type."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app's configuration; it connects signals at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from fedcms.core import signal_handlers  # noqa: PLC0415

        signal_handlers.connect(self)
