"""Images and documents."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "fedcms.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals; each day, and when a worker starts, it draws the social cards that are missing."""
        from fedcms.core.tasks.recurring import DAY, register_recurring  # noqa: PLC0415
        from fedcms.media import checks, signal_handlers  # noqa: F401, PLC0415
        from fedcms.media.tasks import look_for_missing_cards  # noqa: PLC0415

        register_recurring("draw social cards", DAY, look_for_missing_cards)
        signal_handlers.connect()
