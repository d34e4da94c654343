"""Registers the template contexts of this app's page types (fedcms.core.pages.registered_views)."""

from fedcms.core.pages.registered_views import register_context
from news.models import NewsroomPage, PressReleasePage
from news.newsroom.contexts import newsroom_context, release_context


def register() -> None:
    """Registers the contexts; called once, from `AppConfig.ready`."""
    register_context(NewsroomPage, newsroom_context)
    register_context(PressReleasePage, release_context)
