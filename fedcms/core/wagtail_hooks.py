"""Wagtail hooks of the core."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from fedcms.core import locale_form
from fedcms.core.pages.rich_text_links import VisiblePageLinkHandler

locale_form.register()


@hooks.register("register_rich_text_features", order=100)
def links_ask_visibility(features: FeatureRegistry) -> None:
    """Replaces Wagtail's handler of page links; runs after Wagtail has registered it."""
    features.register_link_type(VisiblePageLinkHandler)
