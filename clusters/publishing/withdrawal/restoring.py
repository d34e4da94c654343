"""Puts one withdrawn page back as it was, beside whatever was written since.

Not by Wagtail's publication: that would date the page anew, end the review of a newer draft, and take the schedule of
one. The policies are asked as always (docs/adr/0029).
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from clusters.models import WithdrawnPage
from clusters.publishing.may_publish import require
from clusters.publishing.refusal import Refusals, refusals_of
from fedcms.users.models import User

Content = dict[str, object]
"""What a revision keeps of a page."""
CLOCKS = ("go_live_at", "expire_at")


@dataclass(frozen=True)
class Outcome:
    """What became of a page that was put back."""

    page: Page
    is_public: bool
    scheduled_for: datetime | None
    """When it, or its next version, appears (aware)."""


def restore_page(row: WithdrawnPage, user: User) -> Outcome:
    """Puts a page back. Must run in a transaction, within `publishing`.

    Raises `PublicationRefused`, and `Refusals` if the page is not valid any more: its address may be another page's.
    """
    is_public = row.live_content is not None and _put_back(row, row.live_content, user)
    if row.scheduled_content is not None and row.scheduled_for is not None:
        _approve_again(row, row.scheduled_content, user)
    return Outcome(row.page, is_public, row.scheduled_for)


def _put_back(row: WithdrawnPage, text: Content, user: User) -> bool:
    """Makes the text public that was; returns False if the page is past its end."""
    page: Page = row.page.specific
    revision = _revision_with(row.live_revision_id, text, row)
    content: Page = revision.as_object()
    if content.expire_at is not None and content.expire_at <= timezone.now():
        return False
    require(page, revision, user, is_allowed=True)
    content.live, content.expired = True, False
    content.live_revision = revision
    content.first_published_at = page.first_published_at
    content.last_published_at = row.last_published_at
    content.has_unpublished_changes = not revision.is_latest_revision()
    try:
        content.save()
    except ValidationError as error:
        raise Refusals(refusals_of(error, "not_valid")) from error
    page_published.send(sender=type(content), instance=content, revision=revision)
    published.send(sender=type(content), instance=content, revision=revision)
    return True


def _approve_again(row: WithdrawnPage, text: Content, user: User) -> None:
    """Approves the version that was scheduled. If its moment has passed, the clock publishes it within a minute."""
    page: Page = Page.objects.get(pk=row.page_id).specific
    revision = _revision_with(row.scheduled_revision_id, text, row)
    require(page, revision, user, is_allowed=True)
    revision.approved_go_live_at = row.scheduled_for
    revision.save(update_fields=["approved_go_live_at"])
    if not page.live:
        # The clock of a page that is not public stands in its row, too; a draft may have written another one.
        page.go_live_at, page.expire_at = row.scheduled_for, revision.as_object().expire_at
        page.save(clean=False)


def _revision_with(key: int | None, content: Content, row: WithdrawnPage) -> Revision:
    """Returns the revision that was kept, or one with the same content beside the draft that has taken its place."""
    revision = Revision.objects.filter(pk=key).first() if key is not None else None
    if revision is not None and _text_of(revision.content) == _text_of(content):
        if revision.content != content:
            # A draft's date was written into it, which nobody has approved.
            revision.content = content
            revision.save(update_fields=["content"])
        return revision
    page: Page = row.page.specific
    made: Revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=content,
        object_str=str(content.get("title", page)),
        # Before whatever was written since: that stays the newest draft.
        created_at=row.withdrawal.withdrawn_at,
    )
    return made


def _text_of(content: Content) -> Content:
    return {name: value for name, value in content.items() if name not in CLOCKS}
