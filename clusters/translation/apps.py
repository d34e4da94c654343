"""The app of translations: states, translators, glossary, jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizeConfig(AppConfig):
    """Wires it at start, after the app it belongs to."""

    name = "clusters.translation"
    label = "translation"
    verbose_name = _("traductions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what needs the models."""
        from clusters.translation import startup  # noqa: PLC0415  # it imports them

        startup.run()
