"""The configuration of the app for news: listings, articles, success stories, press releases, newsroom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """The app's configuration; it registers contexts and content types at start."""

    name = "news"
    verbose_name = _("actualités")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Runs `startup.run`, which needs the models."""
        from news import startup  # noqa: PLC0415  # it imports them

        startup.run()
