"""Keeps a page of an approved bundle from being deleted in the admin: the bundle would be held at its moment."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.models import BundleMember, BundleState
from clusters.publishing.bundles.policy import IN_BUNDLE, bundle_link, is_named_to
from clusters.publishing.bundles.selection import members_among
from clusters.publishing.refusal import Refusal, say_refused
from fedcms.core.i18n.bidi import isolated

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction

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


def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The hook before_delete_page: shows the refusal instead of the confirmation."""
    found = approved_members([page])
    if not found:
        return None
    refusal = _refusal(found[0], request.user)
    say_refused(request, str(refusal), refusal)
    return redirect("wagtailadmin_pages:edit", page.pk)


def before_bulk(
    request: HttpRequest, action_type: str, objects: list[object], action: "BulkAction"
) -> HttpResponse | None:
    """The hook before_bulk_action: deletes nothing if an approved bundle waits for one of the ticked pages."""
    pages = [each for each in objects if isinstance(each, Page)]
    found = approved_members(pages) if action_type == "delete" and pages else []
    if not found:
        return None
    for member in found:
        refusal = _refusal(member, request.user)
        say_refused(request, str(refusal), refusal)
    response: HttpResponse = redirect(action.next_url)
    return response
