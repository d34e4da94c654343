"""The configuration of the app for events: the agenda, events and trade missions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The app's configuration; it registers content types and section blueprints at start."""

    name = "events"
    verbose_name = _("agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Runs `startup.run`, which needs the models."""
        from events import startup  # noqa: PLC0415  # it imports them

        startup.run()
