"""The translation of pages, an app of its own for what it keeps: states, people, terms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizeConfig(AppConfig):
    """Wires it at start, after the room it belongs to."""

    name = "clusters.translation"
    label = "translation"
    verbose_name = _("traductions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from clusters.translation import signal_handlers  # noqa: PLC0415
        from clusters.translation.drafts import signal_handlers as safety_signal_handlers  # noqa: PLC0415
        from clusters.translation.state import signal_handlers as state_signal_handlers  # noqa: PLC0415

        # States before all that reads them; then what keeps words, then what refuses and follows.
        state_signal_handlers.connect()
        safety_signal_handlers.connect()
        signal_handlers.connect()
