"""Writes the entries of public pages that have none, as after an upgrade by which a type of page became searchable."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from clusters.content.registry import key_page_types
from fedcms.core.models.base_page import BasePage
from search.entries.page_batches import sync_rows


def write_missing_key_pages() -> int:
    """Writes the missing entries of key pages; returns how many pages had none. Safe to repeat."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in key_page_types()}
    missing = Page.objects.filter(content_type__in=types, live=True, search_entry=None)
    by_type: dict[type[BasePage], list[int]] = {}
    for page_id, type_id in missing.order_by("pk").values_list("pk", "content_type_id"):
        by_type.setdefault(types[type_id], []).append(page_id)
    if by_type:
        sync_rows(by_type)
    return sum(map(len, by_type.values()))
