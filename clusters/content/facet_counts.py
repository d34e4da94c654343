"""Counts the pages that each filter option of a listing would leave, in two queries.

Each facet is counted without its own filter, so that a reader sees what choosing another option would bring. The
counted rows are not pages, but groups of pages that are equal in all facets: a few hundred at most.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from clusters.content.kind_facets import COLUMN, option_of, options_of
from clusters.content.registry import class_of_type
from clusters.models import Cluster, ContentPage
from clusters.models.content_queryset import AUDIENCE_FIELDS, ContentPageQuerySet
from fedcms.core.compiled_queries import Values

# The option for the federation's own content, as in the federated search.
FEDERATION = "federation"
FACETS = ("cluster", "kind", "topic", "audience", "year")
Columns = tuple[str, ...]
# The columns that decide about each facet.
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
    """The counts of a listing.

    `options`: for each facet, how many pages each option leaves; `any_option`: for each facet, how many are left
    without its filter.
    """

    total: int
    options: Mapping[str, Mapping[str, int]]
    any_option: Mapping[str, int]


def _values(row: Mapping[str, object], clusters: Mapping[int, Cluster]) -> dict[str, frozenset[str]]:
    """Returns the options of a group of pages, by facet; ignore those of facets that are not in the row."""
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
        **options_of(row),
    }


def grouped(pages: ContentPageQuerySet, columns: Columns) -> "QuerySet[ContentPage, Values]":
    """Returns groups of pages that are equal in these columns: the columns, then the number of pages."""
    asked = [column for column in columns if column.startswith(COLUMN)]
    pages = pages.annotate(**{column: option_of(column) for column in asked}) if asked else pages
    if "year" in columns:
        # On SQLite this calls a Python function for each page, so it is added only if needed.
        pages = pages.annotate(year=ExtractYear("sort_at", tzinfo=ZoneInfo(settings.TIME_ZONE)))
    return pages.order_by().values_list(*columns).annotate(pages=Count("pk"))  # type: ignore[no-any-return]  # Wagtail is untyped


def _groups(
    ask: Callable[[Columns], Iterable[Values]], clusters: Mapping[int, Cluster], facets: Iterable[str]
) -> list[Group]:
    """Returns groups of pages that are equal in these facets, each with its number of pages."""
    columns = tuple(column for facet in facets for column in _COLUMNS.get(facet, (f"{COLUMN}{facet}",)))
    return [
        (_values(dict(zip(columns, row, strict=False)), clusters), int(str(row[-1]))) for row in ask(columns)
    ]


def _count(
    groups: Iterable[Group], chosen: Mapping[str, str], facets: Iterable[str]
) -> tuple[int, dict[str, Counter[str]], Counter[str]]:
    """Returns numbers of pages: that all filters leave; by facet, of each option; by facet, without its filter."""
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
    ask: Callable[[Columns], Iterable[Values]],
    chosen: Mapping[str, str],
    clusters: Mapping[int, Cluster],
    facets: Columns = FACETS,
) -> FacetCounts:
    """Returns the counts for the filters `chosen` (option by facet), among them topics.

    `ask` takes columns and returns the `grouped` pages that no filter has narrowed.
    """
    others = tuple(facet for facet in facets if facet != "topic")
    # Without a chosen topic, topics are counted among the pages that the other filters leave; with one, all other
    # facets are counted among its pages.
    by_topic = _groups(ask, clusters, facets if "topic" in chosen else ("topic", *chosen))
    of_all = _groups(ask, clusters, others)
    if "topic" in chosen:
        # A page with two topics is in two groups; among the groups of the chosen topic it is in one.
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
