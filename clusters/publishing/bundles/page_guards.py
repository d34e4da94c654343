"""Keeps a page of an approved bundle from being deleted in the admin: the bundle would be held at its moment."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.models import BundleMember, BundleState
from clusters.publishing.bundles.policy import IN_BUNDLE, bundle_link, is_named_to
from clusters.publishing.bundles.selection import members_among
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated

MOST_NAMED = 5


def approved_members(pages: Iterable[Page]) -> list[BundleMember]:
    """Returns which of these pages, and of those below them, an approved bundle waits for; at most five. One query."""
    found = members_among(pages).filter(bundle__state=BundleState.APPROVED)
    return list(found.order_by("pk")[:MOST_NAMED])


def _refusal(member: BundleMember, reader: Person) -> Refusal:
    title = {"title": isolated(member.current_title)}
    if not is_named_to(reader, member.bundle):
        return Refusal(
            _("« %(title)s » paraît avec d’autres, dans un lot approuvé : rien n’a été supprimé.") % title,
            reason=IN_BUNDLE,
        )
    words = _(
        "« %(title)s » fait partie du lot « %(bundle)s », qui est approuvé : sortez-la d’abord du lot. "
        "Rien n’a été supprimé."
    ) % (title | {"bundle": isolated(member.bundle.title)})
    return Refusal(words, reason=IN_BUNDLE, link=bundle_link(member.bundle))


def refuse_what_is_in_a_bundle(pages: Iterable[Page], person: Person) -> list[Refusal]:
    """Returns why pages are not deleted: an approved bundle waits for one of them, or for one below them."""
    return [_refusal(member, person) for member in approved_members(pages)]
