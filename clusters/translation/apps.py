"""The app of translations: states, translators, glossary, jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizeConfig(AppConfig):
    """The Django app config of translations; it is wired when the process starts, after the app `clusters`."""

    name = "clusters.translation"
    label = "translation"
    verbose_name = _("traductions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers signals, publication policies and recurring tasks, once the models are loaded."""
        from clusters.translation import startup  # noqa: PLC0415  # it imports them

        startup.run()
