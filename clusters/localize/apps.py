"""The translation of pages, an app of its own for what it keeps: states, people, terms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizeConfig(AppConfig):
    """Wires it at start, after the room it belongs to."""

    name = "clusters.localize"
    label = "translation"
    verbose_name = _("traductions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals."""
        from clusters.localize import review_signals, signal_handlers  # noqa: PLC0415

        signal_handlers.connect()
        review_signals.connect()
