"""The configuration of the core app, which knows no content type."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app's configuration; it connects signals at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals, and registers the system checks."""
        from fedcms.core import (  # noqa: PLC0415
            checks,  # noqa: F401  # to import it is to register it
            signal_handlers,
        )

        signal_handlers.connect(self)
