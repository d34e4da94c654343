"""Closes a new cluster's section to the public, and opens it when one of its publishers says so.

A closed section has a view restriction on its root in each language, which lets its own team read what is published in
it. So it is hidden by what visibility knows already (fedcms.core.visibility); there is no other state.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction

from clusters.access.teams import Person, teams_of
from clusters.models import Cluster, ClusterPage, ContentPage, StructuralPage
from clusters.publishing.may_publish import may_publish
from clusters.publishing.refusal import Refusal
from clusters.sections.rights import team_groups
from clusters.translation.access.translator_groups import translator_groups
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.publication import Way, by_way
from fedcms.core.pages.write_locks import lock_with_pages
from fedcms.users.models import User

OPENED = "clusters.section.open"
BY_TEAM = PageViewRestriction.GROUPS
"""The kind of restriction of a closed section. A superuser's, for other people, is not lifted by publishers."""


@dataclass(frozen=True)
class SectionInLanguage:
    """What of a section will be public in one language: its root and pages, and those that show nothing yet."""

    root: ClusterPage
    pages: list[tuple[StructuralPage, bool]]
    """Each with whether it is still empty."""
    content: int
    """How many published articles, events… there are."""


def close_root(root: ClusterPage) -> None:
    """Closes a new section to everybody but its team, within the `written_together` in which its pages are made.

    Without signals, which would look at the pages now: they are all new, and are looked at when that ends.
    """
    closed = PageViewRestriction(page=root, restriction_type=BY_TEAM)
    (restriction,) = PageViewRestriction.objects.bulk_create([closed])
    groups: list[Group] = [*team_groups(root.cluster), *translator_groups(root.cluster)]
    restriction.groups.add(*groups)


def restrictions_of(cluster: Cluster) -> "QuerySet[PageViewRestriction]":
    """Returns the restrictions that close a cluster's section."""
    roots = ClusterPage.objects.filter(cluster=cluster).order_by().values("pk")
    found: QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(page__in=roots)
    return found.order_by("pk")


def _is_ours(restriction: PageViewRestriction, cluster: Cluster) -> bool:
    """Returns whether a restriction is that of a new section: it lets in the cluster's own people alone."""
    own = {group.pk for group in (*team_groups(cluster), *translator_groups(cluster))}
    let_in = set(restriction.groups.values_list("pk", flat=True))
    return restriction.restriction_type == BY_TEAM and bool(let_in) and let_in <= own


def is_closed(cluster: Cluster) -> bool:
    """Returns whether a cluster's section is closed in some language."""
    return restrictions_of(cluster).exists()


def may_open(user: Person, cluster: Cluster) -> bool:
    """Returns whether a person may open a section: one of its publishers, or a superuser."""
    if user.is_active and getattr(user, "is_superuser", False):
        return True
    return teams_of(user).clusters.get(cluster.pk) == "publisher"


def closed_clusters(user: Person) -> list[Cluster]:
    """Returns the clusters whose section a person may open as one of its publishers. One query, or none."""
    own = teams_of(user).clusters_as({"publisher"})
    if not own:
        return []
    closed = ClusterPage.objects.filter(cluster__in=own, view_restrictions__restriction_type=BY_TEAM)
    return list(Cluster.objects.filter(pk__in=closed.order_by().values("cluster_id")).order_by("slug"))


def _below(root: Page) -> Q:
    return Q(path__startswith=root.path)


def section_in_languages(cluster: Cluster) -> list[SectionInLanguage]:
    """Returns what of a section will be public, language by language. A fixed number of queries a language."""
    found = []
    for root in ClusterPage.objects.filter(cluster=cluster).select_related("locale").order_by("locale_id"):
        published = ContentPage.objects.filter(_below(root), live=True)
        full = {path[: len(root.path) + Page.steplen] for path in published.values_list("path", flat=True)}
        children = Page.objects.child_of(root).filter(live=True).specific().order_by("path")
        pages: list[tuple[StructuralPage, bool]] = [(root, not _has_text(root))]
        pages += [
            (page, page.path not in full and not _is_complete(page))
            for page in children
            if isinstance(page, StructuralPage)
        ]
        found.append(SectionInLanguage(root, pages, published.count()))
    return found


def _has_text(page: Page) -> bool:
    return bool(getattr(page, "body", None) or getattr(page, "summary", ""))


def _is_complete(page: Page) -> bool:
    """Returns whether a page shows something without pages below it: a text, or a form."""
    return _has_text(page) or not page.creatable_subpage_models()


def _public_soon(cluster: Cluster) -> Iterable[Page]:
    roots = Q(pk__in=[])
    for root in ClusterPage.objects.filter(cluster=cluster):
        roots |= _below(root)
    pages: Iterable[Page] = Page.objects.filter(roots, live=True).specific().order_by("path")
    return pages


@transaction.atomic
def open_section(cluster: Cluster, user: User) -> bool:
    """Opens a section in all languages; returns False if it was open already.

    The publication service is asked about every page that becomes public by it. Raises `Refusal` with all reasons, and
    nothing is opened.
    """
    if not may_open(user, cluster):
        raise Refusal(_("Seule la publication du cluster ouvre sa section."), reason="no_right")
    roots = list(ClusterPage.objects.filter(cluster=cluster).order_by("pk"))
    lock_with_pages(*roots)
    restrictions = list(restrictions_of(cluster).select_for_update())
    if not restrictions:
        return False
    if not all(_is_ours(each, cluster) for each in restrictions):
        raise Refusal(_("L’administration du site a fermé cette section : écrivez-lui pour l’ouvrir."))
    with by_way(Way.EDITOR):
        reasons = [
            f"« {isolated(page.title)} » : {refusal}"
            for page in _public_soon(cluster)
            for refusal in may_publish(page, page.live_revision, user, Way.EDITOR).refusals
        ]
    if reasons:
        raise Refusal(" ".join(reasons))
    for restriction in restrictions:
        restriction.delete()
    log(instance=cluster, action=OPENED, user=user)
    return True
