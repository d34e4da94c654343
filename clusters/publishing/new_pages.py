"""Makes pages that are public at once, with one save each: for provisioning, the demo and imports.

Wagtail's way (a draft, its revision, its publication) would save, validate and index the row three times.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signals import page_published, published

from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.reference_index import references_left_out


def publish_new(
    parent: Page,
    page: BasePage,
    *,
    author: AbstractBaseUser | None = None,
    publisher: AbstractBaseUser | None = None,
) -> Revision:
    """Adds a new public page below `parent`, with its first revision and a log entry; returns the revision.

    The save asks the policies and records the change, as for every page (docs/adr/0029, 0030). `first_published_at`
    (aware) is kept if it is set. Read the page from the database before you save it again: this object claims that it
    has no comments.

    Must run in a transaction. Raises `PublicationRefused`, or `ValidationError` for a page that is not valid, before
    anything is written; `ValueError` for a page that has a row, or whose `go_live_at` is in the future: schedule that
    one.
    """
    now = timezone.now()
    if page.pk is not None or (page.go_live_at is not None and page.go_live_at > now):
        raise ValueError(f"{page} is not new, or is to be public later: save a revision and publish it.")
    if not connection.in_atomic_block:
        raise TransactionManagementError("A page is made public at once in a transaction.")
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = page.first_published_at or now
    # Wagtail's task would read the page again; the reference index is written below.
    with references_left_out():
        parent.add_child(instance=page)
    # A new page has no comments: without this, Wagtail would query them twice.
    setattr(page, COMMENTS_RELATION_NAME, [])
    ReferenceIndex.create_or_update_for_object(page)
    revision: Revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=author,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    page.latest_revision_created_at = revision.created_at
    # By a query without signals: nothing public or indexed changes, and the policies were asked about this very row.
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        live_revision=revision,
        latest_revision_created_at=page.latest_revision_created_at,
    )
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    _log_publication(page, revision, publisher)
    return revision


def _log_publication(page: BasePage, revision: Revision, publisher: AbstractBaseUser | None) -> None:
    """Writes the entry that Wagtail's own publication writes, without asking anew for the rows just written."""
    context = get_active_log_context()
    entry = PageLogEntry(
        page=page,
        content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
        label=page.get_admin_display_title(),
        action="wagtail.publish",
        timestamp=timezone.now(),
        user=publisher or context.user,
        uuid=context.uuid,
        revision=revision,
        content_changed=True,
        data={},
    )
    PageLogEntry.objects.bulk_create([entry])
