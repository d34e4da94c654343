"""Images and documents."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Wires the room at start."""

    name = "fedcms.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from fedcms.media import signal_handlers  # noqa: PLC0415

        signal_handlers.connect()
