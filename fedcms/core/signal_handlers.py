"""Handlers of the core: redirects for old addresses, Wagtail's admin index, and the version of public content.

Also connects fedcms.core.changes.
"""

import copy
from collections.abc import Sequence

from django.apps import AppConfig
from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django_tasks_db.models import DBTaskResult
from modelsearch.backends import get_search_backends_with_name
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from fedcms.core.changes import signal_handlers as changes_signal_handlers
from fedcms.core.changes.followers import BranchChanged, Order, PageWritten, register_follower
from fedcms.core.changes.recording import Description
from fedcms.core.models import ChangedBranch, Topic
from fedcms.core.models.base_page import BasePage
from fedcms.core.page_cache import signal_handlers as page_cache_signal_handlers
from fedcms.core.page_indexes import after_migration
from fedcms.core.pages.redirects import keep_addresses, site_ids
from fedcms.core.public_version import note_change
from fedcms.core.request_ids import note_request


def slug_changed(sender: type, instance: Page, instance_before: Page, **kwargs: object) -> None:
    """Writes redirects after a new slug; sent after the commit. Pages that were never public need none."""
    sites = Site.objects.filter(pk__in=site_ids(instance)).exclude(root_page=instance)
    was_public = instance_before.first_published_at is not None
    keep_addresses(instance, instance_before.url_path, sites, was_public=was_public)


def page_moved(
    sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: object
) -> None:
    """Writes redirects after a page was moved within one site."""
    if url_path_before == url_path_after:
        return
    page = instance.specific
    before = copy.copy(page)
    before.url_path = url_path_before
    sites = Site.objects.filter(pk__in=site_ids(page) & site_ids(before)).exclude(root_page=page)
    keep_addresses(page, url_path_before, sites, was_public=page.first_published_at is not None)


def index_page(written: PageWritten) -> None:
    """Updates Wagtail's admin index for a page. A follower, so that drafts, saved while one types, do not update it."""
    if isinstance(written.page, BasePage):
        post_save_signal_handler(written.page)


def index_pages(written: Sequence[PageWritten]) -> None:
    """Updates Wagtail's admin index for pages that were written together, one type at a time."""
    by_type: dict[type[Page], list[Page]] = {}
    for each in written:
        if isinstance(each.page, BasePage):
            by_type.setdefault(type(each.page), []).append(each.page)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        for model, pages in by_type.items():
            backend.add_bulk(model, pages)


def remove_page_from_index(sender: type, instance: object, **kwargs: object) -> None:
    """Removes a deleted page from Wagtail's admin index, as Wagtail would."""
    if isinstance(instance, BasePage):
        post_delete_signal_handler(instance)


def count_page_anew(written: PageWritten) -> None:
    """Notes a change of public content for a page (a follower); also when only the moment of publication changed."""
    count_pages_anew([written])


def count_pages_anew(written: Sequence[PageWritten]) -> None:
    """Notes a change of public content for pages that were written together, once for each language."""
    locales = {each.page.locale_id for each in written if _changes_public_content(each)}
    for locale_id in sorted(locales):
        note_change(locale_id)


def _changes_public_content(written: PageWritten) -> bool:
    tells_moment = written.columns is None or "last_published_at" in written.columns
    return written.differs or (written.is_public and tells_moment)


def count_branch_anew(branch: BranchChanged) -> None:
    """Notes a change of public content once the other followers of a branch have updated its pages. A follower."""
    note_change()


def branch_noted(sender: type, created: bool, **kwargs: object) -> None:
    """Notes a change of public content when a branch is moved, closed or opened, in that transaction."""
    if created:
        note_change()


def page_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """Notes a change of public content for a deleted page. The sender is `Page`, so it runs once a page."""
    note_change(instance.locale_id)


def shared_row_changed(sender: type, **kwargs: object) -> None:
    """Notes a change of something that pages of all languages show."""
    note_change()


def watch(model: type[models.Model]) -> None:
    """Notes changes of a model whose rows pages of all languages show. Apps call it in `AppConfig.ready`."""
    for signal in (post_save, post_delete):
        signal.connect(
            shared_row_changed, sender=model, dispatch_uid=f"core.version.{model._meta.label}.{id(signal)}"
        )


def task_asked_for(sender: type, instance: DBTaskResult[..., object], raw: bool, **kwargs: object) -> None:
    """Receives `pre_save` of a task: a new one belongs to the request that asks for it."""
    if not raw:
        note_request(instance)


def connect(config: AppConfig) -> None:
    """Connects the handlers; called once, from `AppConfig.ready`.

    Our redirects replace Wagtail's (WAGTAILREDIRECTS_AUTO_CREATE).
    """
    page_slug_changed.connect(slug_changed, dispatch_uid="core.redirects.slug")
    post_page_move.connect(page_moved, dispatch_uid="core.redirects.move")
    post_delete.connect(remove_page_from_index, dispatch_uid="core.admin_index.deleted")
    changes_signal_handlers.connect()
    page_cache_signal_handlers.connect(config)
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
    pre_save.connect(task_asked_for, sender=DBTaskResult, dispatch_uid="core.tasks.request")
    post_migrate.connect(after_migration, sender=config, dispatch_uid="core.page_indexes")
