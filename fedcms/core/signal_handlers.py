"""What the ground floor does when something changes: old addresses are kept, the admin's index follows pages.

Also tells of changes (fedcms.core.changes), and notes that the public content is another.
"""

import copy
from collections.abc import Sequence

from django.apps import AppConfig
from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save
from modelsearch.backends import get_search_backends_with_name
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from fedcms.core.changes import signal_handlers as changes_signal_handlers
from fedcms.core.changes.followers import BranchChanged, Order, PageWritten, register_follower
from fedcms.core.changes.recording import Description
from fedcms.core.models import ChangedBranch, Topic
from fedcms.core.models.base_page import BasePage
from fedcms.core.page_indexes import after_migration
from fedcms.core.pages.redirects import keep_addresses, site_ids
from fedcms.core.public_version import note_change


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


def index_page(written: PageWritten) -> None:
    """A follower: Wagtail's index of the admin, but not where a draft was kept: half a second after each key."""
    if isinstance(written.page, BasePage):
        post_save_signal_handler(written.page)


def index_pages(written: Sequence[PageWritten]) -> None:
    """The same for pages that were written together, those of a type at once."""
    by_type: dict[type[Page], list[Page]] = {}
    for each in written:
        if isinstance(each.page, BasePage):
            by_type.setdefault(type(each.page), []).append(each.page)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        for model, pages in by_type.items():
            backend.add_bulk(model, pages)


def remove_page_from_index(sender: type, instance: object, **kwargs: object) -> None:
    """As Wagtail does."""
    if isinstance(instance, BasePage):
        post_delete_signal_handler(instance)


def count_page_anew(written: PageWritten) -> None:
    """A follower: what the public sees of a page is another; so is the moment of a publication with the same words."""
    count_pages_anew([written])


def count_pages_anew(written: Sequence[PageWritten]) -> None:
    """The same for pages that were written together: once a language."""
    locales = {each.page.locale_id for each in written if _changes_public_content(each)}
    for locale_id in sorted(locales):
        note_change(locale_id)


def _changes_public_content(written: PageWritten) -> bool:
    tells_moment = written.columns is None or "last_published_at" in written.columns
    return written.differs or (written.is_public and tells_moment)


def count_branch_anew(branch: BranchChanged) -> None:
    """A follower: what others made of the pages of a branch, such as their clusters, is written now."""
    note_change()


def branch_noted(sender: type, created: bool, **kwargs: object) -> None:
    """A subtree or a language was moved, closed or opened: in its transaction, before anything follows it."""
    if created:
        note_change()


def page_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """A page is gone. Every kind of page has a row of this class, too: told once a page."""
    note_change(instance.locale_id)


def shared_row_changed(sender: type, **kwargs: object) -> None:
    """Something that pages of all languages show was written, or is gone."""
    note_change()


def watch(model: type[models.Model]) -> None:
    """Notes each change of a model's rows, which pages of all languages show. Called in `AppConfig.ready`."""
    for signal in (post_save, post_delete):
        signal.connect(
            shared_row_changed, sender=model, dispatch_uid=f"core.version.{model._meta.label}.{id(signal)}"
        )


def connect(config: AppConfig) -> None:
    """Called once, from AppConfig.ready; redirects in the place of Wagtail's (WAGTAILREDIRECTS_AUTO_CREATE)."""
    page_slug_changed.connect(slug_changed, dispatch_uid="core.redirects.slug")
    post_page_move.connect(page_moved, dispatch_uid="core.redirects.move")
    post_delete.connect(remove_page_from_index, dispatch_uid="core.admin_index.deleted")
    changes_signal_handlers.connect()
    changes_signal_handlers.watch_rows(Topic, lambda topic: Description())
    register_follower(
        "counts",
        Order.COUNTS,
        on_page=count_page_anew,
        on_pages=count_pages_anew,
        on_branch=count_branch_anew,
    )
    register_follower("admin search", Order.ADMIN_SEARCH, on_page=index_page, on_pages=index_pages)
    post_save.connect(branch_noted, sender=ChangedBranch, dispatch_uid="core.version.branch")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="core.version.page_deleted")
    watch(Topic)
    post_migrate.connect(after_migration, sender=config, dispatch_uid="core.page_indexes")
