"""The home page, standard pages, navigation, the editor's dashboard, the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "home"
    verbose_name = _("accueil")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what needs the models."""
        from home import startup  # noqa: PLC0415  # it imports them

        startup.run()
