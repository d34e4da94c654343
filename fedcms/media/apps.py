"""The configuration of the app for images and documents."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """The app's configuration; it connects signals, bounds images, and registers checks and a recurring job."""

    name = "fedcms.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals, and registers a daily job (also run at each start) that draws missing social cards."""
        from fedcms.core.tasks.recurring import DAY, register_recurring  # noqa: PLC0415
        from fedcms.media import checks, signal_handlers  # noqa: F401, PLC0415
        from fedcms.media.pixel_bound import bound_pixels  # noqa: PLC0415
        from fedcms.media.tasks import look_for_missing_cards  # noqa: PLC0415

        bound_pixels()
        register_recurring("draw social cards", DAY, look_for_missing_cards)
        signal_handlers.connect()
