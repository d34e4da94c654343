"""The app of page views: counting, the log of nginx, reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ViewCountsConfig(AppConfig):
    """The app's configuration; it registers checks and recurring jobs when the process starts."""

    name = "home.view_counts"
    label = "view_counts"
    verbose_name = _("vues des pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Runs `startup.run`, which needs the models."""
        from home.view_counts import startup  # noqa: PLC0415  # it imports them

        startup.run()
