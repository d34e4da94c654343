"""News: listings, articles, success stories, press releases, the newsroom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "news"
    verbose_name = _("actualités")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what needs the models."""
        from news import startup  # noqa: PLC0415  # it imports them

        startup.run()
