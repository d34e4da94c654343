"""The last guard, when a row is saved: refuses what becomes public without the service.

Wagtail's editor and its API publish by an action that goes past `BasePage.publish`; a copy and a page that is created
public never publish at all. The guard has no rule of its own: it asks the same service (docs/adr/0029). A query that
updates rows goes past it, as past every signal: tests/clusters/publishing names each one that there is.
"""

from django.db.models.signals import pre_save
from wagtail.models import Page, Revision

from clusters.publishing.service import require
from fedcms.core.pages.publication import lock_with_pages

PUBLIC = {"live", "live_revision"}
SET_IS_LOCKED = "translation_set_is_locked"
"""What the guard leaves on a page whose set it has just locked; the lock of the same save takes it away."""


def ask_before_page(
    sender: type, instance: object, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """Raises `PublicationRefused` where the row becomes public, or another revision of it does."""
    if raw or not isinstance(instance, Page):
        return
    vars(instance).pop(SET_IS_LOCKED, None)  # of a save that was refused after it
    if not instance.live:
        return
    if update_fields is not None and not PUBLIC & update_fields:
        return
    rows = Page.objects.filter(pk=instance.pk).values_list("live", "live_revision_id")
    before = None if instance.pk is None else rows.first()
    if before == (True, instance.live_revision_id):
        return
    lock_with_pages(instance)
    # A copy still names the revision of the page that it was made of.
    revision = instance.live_revision if before is not None and instance.live_revision_id else None
    require(instance, revision)
    # For the lock that follows in this very save (clusters.translation.locks): two queries less a publication.
    vars(instance)[SET_IS_LOCKED] = True


def ask_before_schedule(
    sender: type, instance: Revision, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """The same where a moment is approved: from then on the clock publishes."""
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


def connect() -> None:
    """Called once, from AppConfig.ready."""
    pre_save.connect(ask_before_page, dispatch_uid="clusters.publishing.page")
    pre_save.connect(ask_before_schedule, sender=Revision, dispatch_uid="clusters.publishing.schedule")
