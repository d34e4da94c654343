"""Tells whether the press may read a release before its moment: not while a co-signing cluster does not agree to it."""

from wagtail.models import Page, Revision

from clusters.co_signatures.decided_versions import public_version, scheduled_version
from clusters.co_signatures.policy import agreeing_to
from clusters.co_signatures.signers import signers_of
from clusters.models import ContentPage
from clusters.publishing.schedule_move import schedule_owner


def is_agreed(page: Page, revision: Revision) -> bool:
    """Returns whether all clusters that a scheduled version names agree to it, or to its original.

    No query for a version that names none.
    """
    if not revision.content.get("co_signers"):
        return True
    content = revision.as_object()
    if not isinstance(content, ContentPage):
        return True
    original = schedule_owner(page)
    if original.pk == page.pk:
        return all(each.has_approved for each in signers_of(page, content))
    scheduled = scheduled_version(original)
    versions = (public_version(original), scheduled[0] if scheduled else None)
    names = {each.pk for each in content.co_signing_clusters()}
    return any(names <= agreeing_to(original, version) for version in versions if version is not None)
