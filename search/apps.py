"""The federated search: entries, engines, the query, the page and the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The app's configuration; it registers signals, recurring jobs and engines at start."""

    name = "search"
    label = "federated_search"
    verbose_name = _("recherche")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Runs `startup.run`, which needs the models."""
        from search import startup  # noqa: PLC0415  # it imports them

        startup.run(self)
