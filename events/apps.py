"""Events: the agenda, events and trade missions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "events"
    verbose_name = _("agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers this app's content types and its section blueprints."""
        from events import section_blueprints  # noqa: PLC0415

        section_blueprints.register()
