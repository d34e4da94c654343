"""Records changes when pages, restrictions, languages and shared rows are saved, moved or deleted."""

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from fedcms.core.changes import branches, page_batches, recording
from fedcms.core.models import LocaleState


def page_will_be_saved(
    sender: type,
    instance: object,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Remembers the stored address on the instance, before a save that may change it."""
    if raw or not isinstance(instance, Page) or instance.pk is None:
        return
    if update_fields is None or "url_path" in update_fields:
        rows = Page.objects.filter(pk=instance.pk)
        instance.address_of_row = rows.values_list("url_path", flat=True).first()


def page_saved(
    sender: type,
    instance: object,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Records a saved page, in Wagtail's own transaction: a page is always saved in one."""
    if raw or not isinstance(instance, Page) or instance.depth <= 1:
        return
    before = instance.__dict__.pop("address_of_row", None)
    # Wagtail moves a page as an instance of `Page`. A page without descendants whose slug alone changed needs no
    # branch: its own event is enough.
    if before not in (None, instance.url_path) and (
        type(instance) is Page or branches.has_pages_below(instance)
    ):
        branches.change_branch(page_id=instance.pk, is_moved=True)
    if not page_batches.note_page(instance, update_fields):
        recording.write_page(instance, update_fields)


def page_will_be_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """Records a deletion, once a page: pages of every type have a row of `Page`, the sender."""
    recording.delete_page(instance)


def page_moved(sender: type, instance: Page, **kwargs: object) -> None:
    """Runs the followers of the moved branch, after Wagtail's transaction, which noted it."""
    branches.follow_now(page_id=instance.pk)


def slug_changed(sender: type, instance: Page, **kwargs: object) -> None:
    """Runs the followers of the branch after the commit, when the addresses of all pages below are written."""
    branches.follow_now(page_id=instance.pk)


def restriction_will_be_saved(
    sender: type, instance: PageViewRestriction, raw: bool, **kwargs: object
) -> None:
    """Remembers on the instance which page the stored restriction closes, before a save that may change the page."""
    if not raw and instance.pk is not None:
        rows = PageViewRestriction.objects.filter(pk=instance.pk)
        instance.page_of_row = rows.values_list("page_id", flat=True).first()


def restriction_changed(sender: type, instance: PageViewRestriction, **kwargs: object) -> None:
    """Records that a subtree was closed or opened, unless the restriction is deleted together with its page.

    A restriction that gets another page opens one subtree and closes another.
    """
    origin = kwargs.get("origin")
    before = instance.__dict__.pop("page_of_row", None)
    if issubclass(getattr(origin, "model", type(origin)), Page):
        return
    for page_id in dict.fromkeys((before, instance.page_id)):
        if page_id is not None:
            branches.change_branch(page_id=page_id, is_moved=False)
            branches.follow_now(page_id=page_id)


def locale_changed(sender: type, instance: LocaleState, **kwargs: object) -> None:
    """Records that a language was closed or opened."""
    branches.change_branch(locale_id=instance.locale_id, is_moved=False)
    branches.follow_now(locale_id=instance.locale_id)


def row_saved(sender: type, instance: models.Model, raw: bool, **kwargs: object) -> None:
    """Records that a row that pages show was saved."""
    if not raw:
        recording.write_row(instance)


def row_will_be_deleted(sender: type, instance: models.Model, **kwargs: object) -> None:
    """Records that a row that pages show is about to be deleted."""
    recording.delete_row(instance)


def watch_rows(model: type[models.Model], describe: recording.Describe) -> None:
    """Records changes of a model whose rows pages show. Apps call it in `AppConfig.ready`."""
    recording.register_describer(model, describe)
    uid = f"core.changes.{model._meta.label}"
    post_save.connect(row_saved, sender=model, dispatch_uid=f"{uid}.saved")
    pre_delete.connect(row_will_be_deleted, sender=model, dispatch_uid=f"{uid}.deleted")


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    pre_save.connect(page_will_be_saved, dispatch_uid="core.changes.page_will_be_saved")
    post_save.connect(page_saved, dispatch_uid="core.changes.page_saved")
    pre_delete.connect(page_will_be_deleted, sender=Page, dispatch_uid="core.changes.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="core.changes.moved")
    page_slug_changed.connect(slug_changed, dispatch_uid="core.changes.slug")
    pre_save.connect(
        restriction_will_be_saved,
        sender=PageViewRestriction,
        dispatch_uid="core.changes.restriction_will_be_saved",
    )
    for signal in (post_save, post_delete):
        signal.connect(
            restriction_changed,
            sender=PageViewRestriction,
            dispatch_uid=f"core.changes.restriction.{id(signal)}",
        )
        signal.connect(locale_changed, sender=LocaleState, dispatch_uid=f"core.changes.locale.{id(signal)}")
