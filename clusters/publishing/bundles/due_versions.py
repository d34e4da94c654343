"""Finds the approved versions of a bundle's pages and of their translations, and reads each when it is published."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page, Revision

from clusters.publishing.bundles.locking import LockedBundle


@dataclass(frozen=True)
class DueVersion:
    """An approved version of a page of a bundle, in one of its languages: its key alone.

    Publishing the page writes its dates and shared fields into the versions of its translations.
    """

    title: str
    revision_id: int

    def read(self) -> Revision | None:
        """Returns the version as it is stored, as long as it is approved."""
        found: Revision | None = Revision.page_revisions.filter(
            pk=self.revision_id, approved_go_live_at__isnull=False
        ).first()
        return found


def due_versions(locked: LockedBundle) -> tuple[list[DueVersion], list[DueVersion]]:
    """Returns what was approved and is due: of the pages, and of their translations that are ready. Two queries."""
    members = {member.page_id for member in locked.members}
    keys = {member.translation_key for member in locked.members}
    pages = Page.objects.filter(translation_key__in=keys).in_bulk()
    approved = Revision.page_revisions.filter(
        object_id__in=[str(key) for key in pages], approved_go_live_at__lte=timezone.now()
    )
    due = dict(approved.order_by("pk").values_list("object_id", "pk"))
    versions = {
        key: DueVersion(page.get_admin_display_title(), due[str(key)])
        for key, page in sorted(pages.items())
        if str(key) in due
    }
    return (
        [version for key, version in versions.items() if key in members],
        [version for key, version in versions.items() if key not in members],
    )
