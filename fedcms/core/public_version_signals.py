"""Notes what changes the public content, in its transaction: pages, restrictions, languages, rows that pages show."""

from django.db import models
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction

from fedcms.core.models import LocaleState, Topic
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
    """A language was closed or opened."""
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


def connect() -> None:
    """Called once, from AppConfig.ready."""
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
