"""The configuration of the app for events: the agenda, events and trade missions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The app's configuration; it registers content types and section blueprints at start."""

    name = "events"
    verbose_name = _("agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers this app's content types and section blueprints."""
        from events import section_blueprints  # noqa: PLC0415

        section_blueprints.register()
