"""The home page, standard pages, navigation, the editor's dashboard, the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Wires the room at start."""

    name = "home"
    verbose_name = _("accueil")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals and makes standard pages searchable."""
        from clusters.content.registry import register_searchable_type  # noqa: PLC0415
        from home import signal_handlers  # noqa: PLC0415
        from home.models import StandardPage  # noqa: PLC0415

        register_searchable_type(StandardPage)
        signal_handlers.connect()
