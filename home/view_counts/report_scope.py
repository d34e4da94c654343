"""Which pages, documents and feeds a person may read the counts of: her sections', for the federation's team all."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from clusters.access.own_pages import own_pages
from clusters.access.teams import Person, teams_of
from clusters.content.subscriptions import FEDERATION
from clusters.explorer.conditions import in_sections
from clusters.models import Cluster
from fedcms.core.seo.site_name import site_name
from fedcms.core.visibility import visible_q

CLUSTER_FEEDS = "/feeds/clusters/"


@dataclass(frozen=True)
class ReportScope:
    """Conditions on pages, documents and counts of feeds; `titles`, on pages whose title and address may be shown."""

    pages: Q
    documents: Q
    feeds: Q
    titles: Q


def _titles(user: Person) -> Q:
    """Returns the condition for pages that a person may be shown: her own, and what everybody may see now."""
    return own_pages(user).as_q() | visible_q()


def _counted(user: Person) -> Q:
    """Returns the condition for pages of which a person reads the counts."""
    return Q(depth__gt=1) if sees_everything(user) else own_pages(user).as_q()


def sees_everything(user: Person) -> bool:
    """Returns whether a person reads the counts of all sections."""
    return bool(user.is_active and (getattr(user, "is_superuser", False) or teams_of(user).federation))


def may_read(user: Person) -> bool:
    """Returns whether a person reads any counts: who works in a team, or is a superuser."""
    return sees_everything(user) or bool(user.is_active and teams_of(user))


def may_read_page(user: Person, page: Page) -> bool:
    """Returns whether a person reads the counts of a page; for many pages, the same few queries.

    A page that was never public has none, and is known to its own team alone.
    """
    if not may_read(user):
        return False
    return own_pages(user).holds(page.path) or (sees_everything(user) and page.first_published_at is not None)


def clusters_of_reader(user: Person) -> list[Cluster]:
    """Returns the clusters whose sections a person reads the counts of. One query."""
    clusters = Cluster.objects.order_by("slug").only("pk", "slug", "name", "collection_id")
    return list(clusters if sees_everything(user) else clusters.filter(pk__in=teams_of(user).clusters))


def section_choices(user: Person, clusters: list[Cluster]) -> list[tuple[str, str]]:
    """Returns the sections of which one may be chosen, the federation's first."""
    federation = [(FEDERATION, site_name())] if sees_everything(user) else []
    return [*federation, *((str(cluster.pk), str(cluster.name)) for cluster in clusters)]


def scope_of(user: Person, clusters: list[Cluster], section: str = "") -> ReportScope:
    """Returns what a person reads, of one of `section_choices` or of all."""
    own = _counted(user)
    if section == FEDERATION:
        kept = {cluster.collection_id for cluster in clusters}
        of_federation = ~Q(feed__contains=CLUSTER_FEEDS) | Q(feed__contains=f"{CLUSTER_FEEDS}{FEDERATION}/")
        pages = own & in_sections([FEDERATION])
        return ReportScope(pages, ~Q(collection_id__in=kept), of_federation, _titles(user))
    if not section and sees_everything(user):
        return ReportScope(own, Q(), Q(), _titles(user))
    chosen = [cluster for cluster in clusters if section in ("", str(cluster.pk))]
    feeds = Q(pk__in=[])
    for cluster in chosen:
        feeds |= Q(feed__contains=f"{CLUSTER_FEEDS}{cluster.slug}/")
    pages = own & in_sections([section]) if section else own
    documents = Q(collection_id__in=[cluster.collection_id for cluster in chosen])
    return ReportScope(pages, documents, feeds, _titles(user))


def scope_of_page(user: Person, page: Page) -> ReportScope:
    """Returns a page with its translations, as far as the person reads their counts."""
    nothing = Q(pk__in=[])
    return ReportScope(
        _counted(user) & Q(translation_key=page.translation_key), nothing, nothing, _titles(user)
    )
