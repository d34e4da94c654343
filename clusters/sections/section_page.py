"""The context of a cluster's page: latest publications, coming events, members."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

from clusters.content.registry import kinds_of_group, kinds_where
from clusters.content.selections import Where, coming, held_last, newest, number_published
from clusters.content.teaser_rows import as_teasers
from clusters.directory.logos import LOGO_COLUMNS, head_logo, small_logo
from clusters.models import ClusterPage, ContentPage, Organisation
from clusters.models.listing_group import ListingGroup
from fedcms.core.compiled_queries import Parameter, fetch_objects
from fedcms.media.pictures import Picture
from fedcms.media.stored_renditions import prefetch_body

LATEST_SHOWN, COMING_SHOWN, MEMBERS_SHOWN = 6, 5, 8


@dataclass(frozen=True)
class Member:
    """A member organisation of a cluster, as its page shows it."""

    name: str
    slug: str
    kind: str
    logo: Picture | None
    total: int
    """How many members the cluster has."""


def section_context(page: ClusterPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context: latest news, latest mission, coming events and members, and the total numbers.

    The mission is the last that is back: those that leave are among what is coming, those that are void never left.
    """
    prefetch_body(page.body)
    where = Where(page.locale_id, page.cluster_id)
    latest = newest(kinds_of_group(ListingGroup.NEWS), LATEST_SHOWN, where)
    soon = coming(kinds_of_group(ListingGroup.AGENDA), COMING_SHOWN, where)
    last = held_last(kinds_where(_is_mission), where)
    organisations = _organisations(page)
    # All teasers and logos together: pictures and hours then cost one query each.
    logos = [page.cluster.logo, *(organisation.logo for organisation, _total in organisations)]
    teasers = as_teasers([*latest, *last, *soon], {page.cluster_id: page.cluster}, beside=logos)
    members = [
        Member(each.name, each.slug, each.get_kind_display(), small_logo(each), total)
        for each, total in organisations
    ]
    return {
        "cluster": page.cluster,
        "latest": teasers[: len(latest)],
        "last_mission": next(iter(teasers[len(latest) : len(latest) + len(last)]), None),
        "coming": teasers[len(latest) + len(last) :],
        "published": number_published(where),
        "members": members,
        "member_count": members[0].total if members else 0,
        "logo": head_logo(page.cluster),
    }


def _is_mission(model: type[ContentPage]) -> bool:
    """Returns whether pages of a kind lead abroad."""
    return bool(model.country_field)


def _organisations(page: ClusterPage) -> list[tuple[Organisation, int]]:
    """Returns the first members by name with their logos, each with the number of all members. One query."""
    members = fetch_objects(_first_members, cluster=page.cluster_id)
    return [(member, member.total) for member in members]


def _first_members(*, cluster: Parameter) -> "QuerySet[Organisation, Organisation]":
    shown = ("name", "slug", "kind", *(f"logo__{column}" for column in LOGO_COLUMNS))
    members = Organisation.objects.filter(cluster_id=cluster).select_related("logo").only(*shown)
    counted: QuerySet[Organisation, Organisation] = members.annotate(total=Window(Count("pk")))
    return counted.order_by("name", "pk")[:MEMBERS_SHOWN]
