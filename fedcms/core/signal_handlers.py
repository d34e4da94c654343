"""Creates redirects, and marks the public content as changed, when pages or locales change."""

import copy

from django.apps import AppConfig
from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from fedcms.core.models import LocaleState, Topic
from fedcms.core.page_indexes import after_migration
from fedcms.core.pages.redirects import keep_addresses, site_ids
from fedcms.core.public_version import note_change

# What drafts and locks write.
DRAFT_COLUMNS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "latest_comment_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


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


def page_saved(
    sender: type,
    instance: object,
    created: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """A page was written; moves and new addresses of the pages below come with a save, in its transaction."""
    if not isinstance(instance, Page) or (created and not instance.live):
        return
    if update_fields is None or not update_fields <= DRAFT_COLUMNS:
        note_change(instance.locale_id)


def page_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """A page is gone. Every kind of page has a row of this class, too: told once a page."""
    note_change(instance.locale_id)


def restriction_changed(sender: type, instance: PageViewRestriction, **kwargs: object) -> None:
    """A subtree was closed or opened."""
    note_change()


def locale_changed(sender: type, instance: LocaleState, **kwargs: object) -> None:
    """A language was closed or opened, which pages of all languages show; or it is gone, and can hold no mark."""
    note_change()


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
    post_save.connect(page_saved, dispatch_uid="core.version.page")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="core.version.page_deleted")
    for signal in (post_save, post_delete):
        signal.connect(
            restriction_changed,
            sender=PageViewRestriction,
            dispatch_uid=f"core.version.restriction.{id(signal)}",
        )
        signal.connect(locale_changed, sender=LocaleState, dispatch_uid=f"core.version.locale.{id(signal)}")
    watch(Topic)
    post_migrate.connect(after_migration, sender=config, dispatch_uid="core.page_indexes")
