"""What pages show of a cluster's section: its own page, the index of clusters, the page of a member."""

from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Count, Window
from django.utils.translation import ngettext

from clusters.content.listings import NEWS_AND_AGENDA
from clusters.content.registry import content_types
from clusters.content.selections import Where, coming, newest, number_published
from clusters.content.teasers import as_cards, rows_of
from clusters.directory.logos import LOGO_COLUMNS, head_logo, prefetch_logos, small_logo
from clusters.directory.maps.entries import Entry, entry_of
from clusters.models import ClusterPage, ContentPage, Organisation
from fedcms.core.i18n.formatting import number
from fedcms.media.renditions import Picture

LATEST_SHOWN, COMING_SHOWN, MEMBERS_SHOWN = 6, 5, 8
STORIES_SHOWN, OTHERS_SHOWN = 6, 12


@dataclass(frozen=True)
class Member:
    """An organisation among the members of a cluster."""

    name: str
    slug: str
    kind: str
    logo: Picture | None
    total: int
    """How many members the cluster has."""


def section_context(page: ClusterPage) -> dict[str, object]:
    """Latest news, what is coming and members of a section, each bounded, and how many there are."""
    where = Where(page.locale_id, page.cluster_id)
    latest = newest(NEWS_AND_AGENDA["news"], LATEST_SHOWN, where)
    soon = coming(NEWS_AND_AGENDA["agenda"], COMING_SHOWN, where)
    organisations = _organisations(page)
    # All at once: pictures and hours cost a query each, wherever they stand.
    logos = [page.cluster.logo, *(organisation.logo for organisation, _total in organisations)]
    cards = as_cards([*latest, *soon], {page.cluster_id: page.cluster}, beside=logos)
    members = [
        Member(each.name, each.slug, each.get_kind_display(), small_logo(each), total)
        for each, total in organisations
    ]
    return {
        "cluster": page.cluster,
        "latest": cards[: len(latest)],
        "coming": cards[len(latest) :],
        "published": number_published(where),
        "members": members,
        "member_count": members[0].total if members else 0,
        "logo": head_logo(page.cluster),
    }


def _organisations(page: ClusterPage) -> list[tuple[Organisation, int]]:
    """The first members by name, with their logos, each with how many there are. One query."""
    shown = ("name", "slug", "kind", *(f"logo__{column}" for column in LOGO_COLUMNS))
    members = (
        Organisation.objects.filter(cluster=page.cluster_id)
        .select_related("logo")
        .only(*shown)
        .annotate(total=Window(Count("pk")))
        .order_by("name", "pk")
    )
    return [(member, member.total) for member in members[:MEMBERS_SHOWN]]


def index_entries(locale_id: int) -> list[Entry]:
    """Each cluster with a visible section in a locale, by name, with its counts. Three queries."""
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id).select_related("cluster")
    members = dict(Organisation.objects.order_by().values_list("cluster").annotate(Count("pk")))
    visible = ContentPage.objects.visible().filter(locale_id=locale_id)
    published = dict(visible.order_by().values_list("cluster").annotate(Count("pk")))

    def note(cluster_id: int) -> str:
        counts = []
        if count := members.get(cluster_id, 0):
            counts.append(ngettext("%(count)s membre", "%(count)s membres", count) % {"count": number(count)})
        if count := published.get(cluster_id, 0):
            counts.append(
                ngettext("%(count)s publication", "%(count)s publications", count) % {"count": number(count)}
            )
        return " · ".join(counts)

    return [
        entry_of(section.cluster, quote(section.url_path), note(section.cluster_id))
        for section in sections.order_by("cluster__slug")
    ]


def organisation_context(organisation: Organisation, locale_id: int) -> dict[str, object]:
    """An organisation (with its cluster and logo) and what was published about it in a locale, stories apart."""
    content = ContentPage.objects.visible().filter(locale_id=locale_id, organisation=organisation)
    kinds = [kind for kind in content_types() if kind != "story"]
    # A story may be another cluster's: as_cards finds whose.
    cards = as_cards(
        [
            *rows_of(content.of_kinds("story").latest_first())[:STORIES_SHOWN],
            *rows_of(content.of_kinds(*kinds).latest_first())[:OTHERS_SHOWN],
        ]
    )
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id, cluster=organisation.cluster_id)
    prefetch_logos([organisation])
    return {
        "organisation": organisation,
        "logo": head_logo(organisation),
        "stories": [card for card in cards if card.kind == "story"],
        "others": [card for card in cards if card.kind != "story"],
        "section_url": quote(sections.values_list("url_path", flat=True).first() or ""),
    }
