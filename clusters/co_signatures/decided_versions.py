"""Reads the versions of a page that are decided: public, or approved to appear."""

from collections.abc import Iterable
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


def appearances_of(page: Page, digests: Iterable[str]) -> dict[str, Appearance]:
    """Returns how texts of a page are before the public, by their digests. Few queries, however many texts."""
    public, scheduled = public_version(page), scheduled_version(page)
    public_digest = "" if public is None else digest_of_text(public)
    scheduled_digest, moment = (
        ("", None) if scheduled is None else (digest_of_text(scheduled[0]), scheduled[1])
    )
    return {
        digest: Appearance(digest == public_digest, moment if digest == scheduled_digest else None)
        for digest in digests
    }


def appearance_of(page: Page, digest: str) -> Appearance:
    """Returns how a text of a page is before the public."""
    return appearances_of(page, [digest])[digest]
