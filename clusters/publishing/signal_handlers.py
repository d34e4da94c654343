"""The last guard, when a row is saved: refuses to make a page public without the service; ends reviews that are over.

Wagtail's editor and API publish by an action that does not call `BasePage.publish`; a copy, and a page that is created
public, never call it either. The guard has no rule of its own: it asks the same service (docs/adr/0029). A query that
updates rows sends no signal, so the guard does not see it: tests/clusters/publishing names each such query.
"""

from django.db.models.signals import post_save, pre_save
from wagtail.models import Page, Revision

from clusters.publishing.may_publish import require
from fedcms.core.pages.publication import Way, current_way
from fedcms.core.pages.write_locks import LOCKED_FOR_SAVE, lock_with_pages

PUBLIC = {"live", "live_revision"}


def ask_before_page(
    sender: type, instance: object, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """Receives `pre_save`: raises `PublicationRefused` if the row, or another revision of it, may not become public."""
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if update_fields is not None and not PUBLIC & update_fields:
        return
    rows = Page.objects.filter(pk=instance.pk).values_list("live", "live_revision_id")
    before = None if instance.pk is None else rows.first()
    if before == (True, instance.live_revision_id):
        return
    if LOCKED_FOR_SAVE not in vars(instance):
        lock_with_pages(instance)
    # A copy still refers to the live revision of the page from which it was made.
    revision = instance.live_revision if before is not None and instance.live_revision_id else None
    require(instance, revision)
    if instance.pk is None:  # with its set, all is locked that the save writes
        vars(instance)[LOCKED_FOR_SAVE] = True


def ask_before_schedule(
    sender: type, instance: Revision, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """Receives `pre_save` of a revision: raises `PublicationRefused` if its schedule may not be approved.

    From its approval on, the clock publishes it.
    """
    if raw or instance.approved_go_live_at is None:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    is_new = instance.pk is None
    approved = Revision.objects.filter(pk=instance.pk, approved_go_live_at=instance.approved_go_live_at)
    page = instance.as_object() if is_new else instance.content_object
    if isinstance(page, Page) and (is_new or not approved.exists()):
        lock_with_pages(page)
        require(page, None if is_new else instance)


def end_review_of_scheduled(
    sender: type, instance: Revision, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """Receives `post_save` of a revision: ends the review of a public page whose next version is approved for later.

    Wagtail ends it for all others: it looks no further once it has scheduled a version of a page that is public.
    """
    if raw or instance.approved_go_live_at is None:
        return
    if update_fields is None or "approved_go_live_at" not in update_fields or current_way() is Way.WITHDRAWAL:
        return
    page = instance.content_object
    if isinstance(page, Page) and page.live and (state := page.current_workflow_state) is not None:
        state.cancel()


def connect() -> None:
    """Connects the guards. AppConfig.ready calls it once."""
    pre_save.connect(ask_before_page, dispatch_uid="clusters.publishing.page")
    pre_save.connect(ask_before_schedule, sender=Revision, dispatch_uid="clusters.publishing.schedule")
    post_save.connect(
        end_review_of_scheduled, sender=Revision, dispatch_uid="clusters.publishing.review_of_scheduled"
    )
