"""The policy of bundles: a page of one appears with all the others, by no other way and at no other moment."""

from django.utils.translation import gettext as _

from clusters.access.teams import Person
from clusters.models import Bundle, BundleMember, StructuralPage
from clusters.publishing.bundles.let_through import is_let_through
from clusters.publishing.bundles.selection import bundle_address, is_followed_by, open_member, role_for
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
    if member is None or is_let_through(member.bundle) or _joins(publication, member):
        return None
    return apart_from_bundle(member, publication.actor)


def _joins(publication: Publication, member: BundleMember) -> bool:
    """Returns whether the page would appear with the bundle, as was approved."""
    bundle = member.bundle
    if not bundle.is_approved or publication.moment != bundle.moment:
        return False
    return publication.way is Way.WITHDRAWAL or is_followed_by(publication.page, member)


def apart_from_bundle(member: BundleMember, reader: Person | None) -> Refusal:
    """Returns the refusal of anything that is done to a page apart from its bundle, with the link to that.

    The bundle is named to those who may see it, and to programs (`None`).
    """
    if not is_named_to(reader, member.bundle):
        return Refusal(
            _(
                "Cette page paraît avec d’autres, dans un lot : demandez à l’équipe de sa section d’en décider."
            ),
            reason=IN_BUNDLE,
        )
    words = _(
        "Cette page fait partie du lot « %(bundle)s » et ne paraît qu’avec lui. Pour en décider à part, sortez-la "
        "d’abord du lot."
    ) % {"bundle": isolated(member.bundle.title)}
    return Refusal(words, reason=IN_BUNDLE, link=bundle_link(member.bundle))


def is_named_to(reader: Person | None, bundle: Bundle) -> bool:
    """Returns whether a bundle is named and linked: to its team, and to programs (`None`)."""
    return reader is None or role_for(reader, bundle.cluster_id) is not None


def bundle_link(bundle: Bundle) -> tuple[str, str]:
    """Returns label and address of a bundle's screen."""
    return _("Ouvrir le lot"), bundle_address(bundle)
