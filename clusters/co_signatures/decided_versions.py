"""Reads the versions of a page that are decided: public, or approved to appear."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page, Revision

from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import ContentPage


@dataclass(frozen=True)
class Appearance:
    """How a text is before the public, if it is at all."""

    is_public: bool = False
    moment: datetime | None = None
    """When it appears (aware), if it is approved to."""

    @property
    def is_decided(self) -> bool:
        """Whether it is public or scheduled."""
        return self.is_public or self.moment is not None


def public_version(page: Page) -> ContentPage | None:
    """Returns the version of a content page that is public, as it was published; `None` if none is."""
    row = Page.objects.filter(pk=page.pk, live=True).select_related("live_revision").first()
    if row is None:
        return None
    # The row may hold fields that were written since.
    found = row.specific if row.live_revision is None else row.live_revision.as_object()
    return found if isinstance(found, ContentPage) else None


def scheduled_version(page: Page) -> tuple[ContentPage, datetime] | None:
    """Returns the version of a content page that is approved to appear, with its moment (aware); `None` without one."""
    revision: Revision | None = Page.objects.get(pk=page.pk).scheduled_revision
    if revision is None:
        return None
    content = revision.as_object()
    return (content, revision.approved_go_live_at) if isinstance(content, ContentPage) else None


def appearance_of(page: Page, digest: str) -> Appearance:
    """Returns how a text of a page is before the public."""
    public, scheduled = public_version(page), scheduled_version(page)
    is_public = public is not None and digest_of_text(public) == digest
    is_scheduled = scheduled is not None and digest_of_text(scheduled[0]) == digest
    return Appearance(is_public, scheduled[1] if scheduled is not None and is_scheduled else None)
