"""The policy of bundles: a page of one appears with all the others, by no other way and at no other moment."""

from django.utils.translation import gettext as _

from clusters.models import Bundle, BundleMember, StructuralPage
from clusters.publishing.bundles.passage import is_passing
from clusters.publishing.bundles.selection import bundle_address, is_followed_by, open_member
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.publication import Way

IN_BUNDLE = "in_bundle"
"""The reason of the refusals that name a bundle."""


def refuse_apart_from_bundle(publication: Publication) -> Refusal | None:
    """Refuses a page, in every language and way, that is in a bundle which has not appeared. One query.

    Its translations may be approved for the moment of an approved bundle, and what a withdrawal took off the schedule
    may be put back there.
    """
    if isinstance(publication.content, StructuralPage):
        return None
    member = open_member(publication.page)
    if member is None or is_passing(member.bundle) or _joins(publication, member):
        return None
    return apart_from_bundle(member)


def _joins(publication: Publication, member: BundleMember) -> bool:
    """Returns whether the page would appear with the bundle, as was approved."""
    bundle = member.bundle
    if not bundle.is_approved or publication.moment != bundle.moment:
        return False
    return publication.way is Way.WITHDRAWAL or is_followed_by(publication.page, member)


def apart_from_bundle(member: BundleMember) -> Refusal:
    """Returns the refusal of anything that is done to a page apart from its bundle, with the link to that."""
    words = _(
        "Cette page fait partie du lot « %(bundle)s » et ne paraît qu’avec lui. Pour en décider à part, sortez-la "
        "d’abord du lot."
    ) % {"bundle": isolated(member.bundle.title)}
    return Refusal(words, reason=IN_BUNDLE, link=bundle_link(member.bundle))


def bundle_link(bundle: Bundle) -> tuple[str, str]:
    """Returns label and address of a bundle's screen."""
    return _("Ouvrir le lot"), bundle_address(bundle)
