"""How many pages each option of a listing's filters would leave: two queries, whatever the number of filters.

Each facet is counted without its own filter, so that a reader sees what choosing another option would bring. The
rows counted are groups of pages alike in all that is filtered by, not pages: a few hundred at most.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import ExtractYear

from clusters.content_types import class_of_type
from clusters.models import Cluster
from clusters.models.content_page import AUDIENCE_FIELDS, ContentPageQuerySet

# The federation's own content among that of the clusters, as in the federated search.
FEDERATION = "federation"
FACETS = ("cluster", "kind", "topic", "audience", "year")
_COLUMNS = ("cluster_id", "content_type_id", "year", *AUDIENCE_FIELDS.values())

Group = tuple[Mapping[str, frozenset[str]], int]


@dataclass(frozen=True)
class FacetCounts:
    """`options`: by facet, the pages that each option leaves; `any_option`: by facet, those left without its filter."""

    total: int
    options: Mapping[str, Mapping[str, int]]
    any_option: Mapping[str, int]


def _values(row: Mapping[str, object], clusters: Mapping[int, Cluster]) -> dict[str, frozenset[str]]:
    """The options under which a group of pages falls, by facet."""
    cluster_id, type_id = row["cluster_id"], row["content_type_id"]
    cluster = clusters.get(cluster_id) if isinstance(cluster_id, int) else None
    kind = class_of_type(type_id).kind if isinstance(type_id, int) else ""
    topic = row.get("topics__key")
    return {
        "cluster": frozenset({cluster.slug if cluster else FEDERATION}),
        "kind": frozenset({kind}),
        "year": frozenset({str(row["year"])}),
        "audience": frozenset(name.value for name, field in AUDIENCE_FIELDS.items() if row[field]),
        "topic": frozenset({str(topic)} if topic else ()),
    }


def _groups(pages: ContentPageQuerySet, clusters: Mapping[int, Cluster], *more: str) -> list[Group]:
    year = ExtractYear("sort_at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = pages.annotate(year=year).order_by().values(*_COLUMNS, *more).annotate(pages=Count("pk"))
    return [(_values(row, clusters), row["pages"]) for row in rows]


def _count(
    groups: Iterable[Group], chosen: Mapping[str, str], facets: Iterable[str]
) -> tuple[int, dict[str, Counter[str]], Counter[str]]:
    """Pages that all filters leave; by facet those of each option; by facet those without its own filter."""
    total = 0
    options: dict[str, Counter[str]] = defaultdict(Counter)
    without: Counter[str] = Counter()
    wanted = tuple(facets)
    for values, pages in groups:
        failing = [facet for facet, value in chosen.items() if value not in values[facet]]
        if len(failing) > 1:
            continue
        if not failing:
            total += pages
        for facet in wanted if not failing else [facet for facet in wanted if facet == failing[0]]:
            without[facet] += pages
            for value in values[facet]:
                options[facet][value] += pages
    return total, options, without


def count_facets(
    pages: ContentPageQuerySet, chosen: Mapping[str, str], clusters: Mapping[int, Cluster]
) -> FacetCounts:
    """Counts over `pages`, which no filter has narrowed yet, for the filters `chosen` (option by facet)."""
    by_topic = _groups(pages, clusters, "topics__key")
    of_all = _groups(pages, clusters)
    others = tuple(facet for facet in FACETS if facet != "topic")
    if "topic" in chosen:
        # A page under two topics stands in two groups: of those with the chosen one it stands in one.
        rest = {facet: value for facet, value in chosen.items() if facet != "topic"}
        of_topic = [group for group in by_topic if chosen["topic"] in group[0]["topic"]]
        total, options, without = _count(of_topic, rest, others)
        without["topic"] = _count(of_all, rest, ())[0]
    else:
        total, options, without = _count(of_all, chosen, others)
        without["topic"] = total
    _of_topics, topics, _without = _count(by_topic, chosen, ("topic",))
    options["topic"] = topics["topic"]
    return FacetCounts(total, options, without)
