"""The app of clusters: identity, sections, permissions, organisations, charter, registry of content page types."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    """The Django app config, which registers the app's signals, checks and content at start."""

    name = "clusters"
    verbose_name = _("clusters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers signals, forms, views and policies, once the models are loaded."""
        from clusters import startup  # noqa: PLC0415  # it imports them

        startup.run()
