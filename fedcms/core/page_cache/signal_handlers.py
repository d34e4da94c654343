"""Drops pages when a page is written, moved, closed, opened or deleted, in that transaction."""

from collections.abc import Iterable, Sequence

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, post_save, pre_delete, pre_migrate
from wagtail.models import Page

from fedcms.core.changes.followers import BranchChanged, Order, PageWritten, register_follower
from fedcms.core.models import ChangedBranch
from fedcms.core.page_cache.drops import drop, migration_begins, migration_has_ended
from fedcms.core.page_cache.statements import watch_connection
from fedcms.core.page_cache.store import EVERYTHING
from fedcms.core.shown_tags import MENU, organisation_tag, page_tag, set_tag, type_tag

MENU_DEPTH = 3


def tags_of(page: Page) -> Iterable[str]:
    """Yields the tags of what shows a page."""
    yield page_tag(page.pk)
    yield set_tag(page.translation_key)
    cluster_id = cluster_id_of(page)
    for locale in (page.locale_id, None):
        for cluster in {cluster_id, None}:
            yield type_tag(page.content_type_id, locale, cluster)
    # One that it was about before shows the page itself, or nothing of it.
    if organisation_id := getattr(page, "organisation_id", None):
        yield organisation_tag(organisation_id, page.locale_id)
    if page.depth <= MENU_DEPTH:
        yield MENU


def cluster_id_of(page: Page) -> int | None:
    """Returns the cluster that a page belongs to; one query where the row was read as a plain page, to be deleted."""
    model = page.specific_class
    if isinstance(page, model or Page) or model is None or not hasattr(model, "cluster_id"):
        return getattr(page, "cluster_id", None)
    rows = model.objects.filter(pk=page.pk)
    found: int | None = rows.values_list("cluster_id", flat=True).first()
    return found


def drop_page(written: PageWritten) -> None:
    """Drops what shows a page (a follower)."""
    drop_pages([written])


def drop_pages(written: Sequence[PageWritten]) -> None:
    """Drops what shows pages that were written together, where a reader may see a difference. A follower."""
    concerned = [
        each.page
        for each in written
        if each.differs or (each.is_public and (each.columns is None or "last_published_at" in each.columns))
    ]
    drop(tag for page in concerned for tag in tags_of(page))


def drop_branch(branch: BranchChanged) -> None:
    """Drops everything once a subtree or language was moved, closed or opened. A follower."""
    drop([EVERYTHING])


def branch_noted(sender: type, created: bool, **kwargs: object) -> None:
    """Drops everything in the transaction that moves, closes or opens a branch."""
    if created:
        drop([EVERYTHING])


def page_will_be_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """Drops what shows a page that is deleted. The sender is `Page`, so it runs once a page."""
    drop(tags_of(instance))


def connect(config: AppConfig) -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    register_follower(
        "page cache", Order.COUNTS, on_page=drop_page, on_pages=drop_pages, on_branch=drop_branch
    )
    post_save.connect(branch_noted, sender=ChangedBranch, dispatch_uid="core.page_cache.branch")
    pre_delete.connect(page_will_be_deleted, sender=Page, dispatch_uid="core.page_cache.deleted")
    connection_created.connect(watch_connection, dispatch_uid="core.page_cache.connection")
    pre_migrate.connect(migration_begins, sender=config, dispatch_uid="core.page_cache.before_migration")
    post_migrate.connect(migration_has_ended, sender=config, dispatch_uid="core.page_cache.after_migration")
