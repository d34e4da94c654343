"""The configuration of the app for home page, standard pages, navigation and the editor's dashboard."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The app's configuration; it registers contexts and signals at start."""

    name = "home"
    verbose_name = _("accueil")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Runs `startup.run`, which needs the models."""
        from home import startup  # noqa: PLC0415  # it imports them

        startup.run()
