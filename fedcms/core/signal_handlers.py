"""What the ground floor does when something changes: old addresses are kept, the admin's index follows pages."""

import copy

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.search.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.signals import page_slug_changed, post_page_move

from fedcms.core.changes.recording import DRAFT_COLUMNS
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.redirects import keep_addresses, site_ids


def slug_changed(sender: type, instance: Page, instance_before: Page, **kwargs: object) -> None:
    """Sent after the commit. A first publication that brings an address of its own changes no public one."""
    sites = Site.objects.filter(pk__in=site_ids(instance)).exclude(root_page=instance)
    was_public = instance_before.first_published_at is not None
    keep_addresses(instance, instance_before.url_path, sites, was_public=was_public)


def page_moved(
    sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: object
) -> None:
    """After a move to another place; within one site."""
    if url_path_before == url_path_after:
        return
    page = instance.specific
    before = copy.copy(page)
    before.url_path = url_path_before
    sites = Site.objects.filter(pk__in=site_ids(page) & site_ids(before)).exclude(root_page=page)
    keep_addresses(page, url_path_before, sites, was_public=page.first_published_at is not None)


def index_page(
    sender: type,
    instance: object,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Wagtail's index of the admin, but not where a draft was kept: half a second after each key, for nothing."""
    if isinstance(instance, BasePage) and (update_fields is None or not update_fields <= DRAFT_COLUMNS):
        post_save_signal_handler(instance, raw=raw)


def remove_page_from_index(sender: type, instance: object, **kwargs: object) -> None:
    """As Wagtail does."""
    if isinstance(instance, BasePage):
        post_delete_signal_handler(instance)


def connect() -> None:
    """Called once, from AppConfig.ready; in the place of Wagtail's (WAGTAILREDIRECTS_AUTO_CREATE)."""
    page_slug_changed.connect(slug_changed, dispatch_uid="core.redirects.slug")
    post_page_move.connect(page_moved, dispatch_uid="core.redirects.move")
    post_save.connect(index_page, dispatch_uid="core.admin_index.saved")
    post_delete.connect(remove_page_from_index, dispatch_uid="core.admin_index.deleted")
