"""A mixin for listing pages: accepts every content type that names it as a parent."""

from typing import ClassVar

from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models.listing_group import ListingGroup


class KindIndexMixin:
    """A mixin for the page type of a listing; stands before `Page` among its bases."""

    listing_group: ClassVar[ListingGroup]

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Returns the registered kinds whose `parent_page_types` name this type, as Wagtail's `subpage_types` would.

        The result is not cached, because kinds are registered one after the other, in `AppConfig.ready`.
        """
        return [model for model in content_types().values() if cls in model.clean_parent_page_models()]
