"""Registers the views and template contexts of this app's page types (fedcms.core.pages.registered_views)."""

from fedcms.core.pages.registered_views import register_context, register_view
from home.front_page.context import front_page_context
from home.manifesto import views as manifesto_views
from home.models import HomePage, ManifestoPage


def register() -> None:
    """Registers the views and contexts; called once, from `AppConfig.ready`."""
    register_context(HomePage, front_page_context)
    register_view(ManifestoPage, manifesto_views.manifesto, "manifesto")
    register_view(ManifestoPage, manifesto_views.commitment, "commitment")
