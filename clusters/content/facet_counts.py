"""Counts the pages that each filter option of a listing would leave, in two queries.

Each facet is counted without its own filter, so that a reader sees what choosing another option would bring. The
rows counted are groups of pages alike in all that is filtered by, not pages: a few hundred at most.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from clusters.content.registry import class_of_type
from clusters.models import Cluster, ContentPage
from clusters.models.content_queryset import AUDIENCE_FIELDS, ContentPageQuerySet
from fedcms.core.compiled_queries import Values

# The federation's own content among that of the clusters, as in the federated search.
FEDERATION = "federation"
FACETS = ("cluster", "kind", "topic", "audience", "year")
Columns = tuple[str, ...]
# The columns by which each facet is told.
_COLUMNS: dict[str, Columns] = {
    "cluster": ("cluster_id",),
    "kind": ("content_type_id",),
    "topic": ("topics__key",),
    "audience": tuple(AUDIENCE_FIELDS.values()),
    "year": ("year",),
}

Group = tuple[Mapping[str, frozenset[str]], int]


@dataclass(frozen=True)
class FacetCounts:
    """`options`: by facet, the pages that each option leaves; `any_option`: by facet, those left without its filter."""

    total: int
    options: Mapping[str, Mapping[str, int]]
    any_option: Mapping[str, int]


def _values(row: Mapping[str, object], clusters: Mapping[int, Cluster]) -> dict[str, frozenset[str]]:
    """The options under which a group of pages falls, by facet; of facets that were not asked for, none."""
    cluster_id, type_id, year = row.get("cluster_id"), row.get("content_type_id"), row.get("year")
    cluster = clusters.get(cluster_id) if isinstance(cluster_id, int) else None
    kind = class_of_type(type_id).kind if isinstance(type_id, int) else ""
    topic = row.get("topics__key")
    return {
        "cluster": frozenset({cluster.slug if cluster else FEDERATION}),
        "kind": frozenset({kind}),
        "year": frozenset({str(year)}),
        "audience": frozenset(name.value for name, field in AUDIENCE_FIELDS.items() if row.get(field)),
        "topic": frozenset({str(topic)} if topic else ()),
    }


def grouped(pages: ContentPageQuerySet, columns: Columns) -> "QuerySet[ContentPage, Values]":
    """Groups of pages that are alike in these columns, each with its number of pages after them."""
    if "year" in columns:
        # On SQLite a function of Python for each page: asked for where it is needed alone.
        pages = pages.annotate(year=ExtractYear("sort_at", tzinfo=ZoneInfo(settings.TIME_ZONE)))
    return pages.order_by().values_list(*columns).annotate(pages=Count("pk"))  # type: ignore[no-any-return]  # Wagtail is untyped


def _groups(
    ask: Callable[[Columns], Iterable[Values]], clusters: Mapping[int, Cluster], facets: Iterable[str]
) -> list[Group]:
    """Groups of pages that are alike in these facets, each with its number of pages."""
    columns = tuple(column for facet in facets for column in _COLUMNS[facet])
    return [
        (_values(dict(zip(columns, row, strict=False)), clusters), int(str(row[-1]))) for row in ask(columns)
    ]


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
    ask: Callable[[Columns], Iterable[Values]], chosen: Mapping[str, str], clusters: Mapping[int, Cluster]
) -> FacetCounts:
    """Counts for the filters `chosen` (option by facet); `ask` gives `grouped` pages that no filter has narrowed."""
    others = tuple(facet for facet in FACETS if facet != "topic")
    # Topics are counted among pages that the other filters leave; with a topic chosen, all else among its pages.
    by_topic = _groups(ask, clusters, FACETS if "topic" in chosen else ("topic", *chosen))
    of_all = _groups(ask, clusters, others)
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
