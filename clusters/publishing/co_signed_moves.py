"""Refuses to take a co-signed release that is public or scheduled to another section: its signers chose its lead."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from clusters.models import ContentPage
from clusters.models.kinds import classes_by_kind
from clusters.models.membership import cluster_of_path
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated

FIELD = "co_signers"


def co_signed_kinds() -> list[type[ContentPage]]:
    """Returns the classes of pages that several clusters may sign."""
    return [kind for kind in classes_by_kind.values() if kind.has_co_signers]


def refuse_co_signed_move(page: Page, destination: Page) -> None:
    """Raises `Refusal` if the page, or one below, is signed by several clusters, decided, and would change its section.

    What other clusters have approved is a text of its lead. A draft moves: they are asked anew.
    """
    if cluster_of_path(page.path) == cluster_of_path(destination.path):
        return
    for found in _co_signed_below(page):
        if found.co_signing_clusters():
            raise Refusal(
                _(
                    "« %(title)s » est signée par plusieurs clusters, et publique ou programmée : ils ne l’ont "
                    "approuvée que dans sa section. Retirez-la du site, ou annulez sa programmation, avant de la "
                    "déplacer. Rien n’a été déplacé."
                )
                % {"title": isolated(found.get_admin_display_title())},
                reason="co_signed",
            )


def _co_signed_below(page: Page) -> Iterator[ContentPage]:
    """Yields what is public or scheduled with names of other clusters. Two queries for each kind."""
    for kind in co_signed_kinds():
        branch = kind.objects.filter(path__startswith=page.path)
        yield from branch.filter(live=True, **{f"{FIELD}__isnull": False}).order_by("path").distinct()
        keys = branch.annotate(key=Cast("pk", CharField())).values("key")
        approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=keys)
        for revision in approved.order_by("pk"):
            if revision.content.get(FIELD):
                yield revision.as_object()


def refuse_any_co_signed_move(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: object
) -> None:
    """Receives `pre_page_move`, whoever moves: raises `PermissionDenied` with the words of the refusal."""
    try:
        refuse_co_signed_move(instance, parent_page_after)
    except Refusal as refusal:
        raise PermissionDenied(str(refusal)) from refusal
