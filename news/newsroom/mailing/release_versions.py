"""The versions of a release that a mailing may send, as they stand now, for the screen on which it is composed."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from fedcms.core.visibility import visible_ids
from news.models import PressReleasePage


@dataclass(frozen=True)
class ReleaseVersion:
    """A release in one language: as it is public, else as it is scheduled, else its newest draft."""

    content: PressReleasePage
    language: str
    is_public: bool
    moment: datetime | None
    """When it appears (aware), `None` if it is public or nothing is decided."""


def versions_of(page: PressReleasePage) -> list[ReleaseVersion]:
    """Returns a release in its languages, that of `page` first."""
    found = PressReleasePage.objects.filter(
        translation_key=page.translation_key, alias_of=None, cluster=page.cluster_id
    )
    rows = list(found.select_related("locale", "cluster", "latest_revision").order_by("pk"))
    public = visible_ids(rows)
    rows.sort(key=lambda row: row.pk != page.pk)
    return [_version(row, is_public=row.pk in public) for row in rows]


def _version(row: PressReleasePage, *, is_public: bool) -> ReleaseVersion:
    language = row.locale.language_code
    if is_public:
        return ReleaseVersion(row, language, is_public=True, moment=None)
    revision = row.scheduled_revision or row.latest_revision
    content: Page = revision.as_object() if revision is not None else row
    moment = revision.approved_go_live_at if revision is not None else None
    return ReleaseVersion(content, language, is_public=False, moment=moment)
