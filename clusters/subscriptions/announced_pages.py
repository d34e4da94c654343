"""Reads public pages as subscribers choose them: by kind, publisher, topics, country and language."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from clusters.content.registry import class_of_type, content_types
from clusters.models import ContentPage
from fedcms.core.visibility import visible_q

FEDERATION = "0"
"""Stands for the federation's own among the keys of clusters."""


@dataclass(frozen=True)
class AnnouncedPage:
    """A public page in one language, by what subscribers choose; `country` is "" where a page leads to none."""

    pk: int
    translation_key: UUID
    language: str
    kind: str
    cluster: str
    topics: frozenset[str]
    country: str


def public_pages(keys: Collection[UUID]) -> list[AnnouncedPage]:
    """Returns the pages of translation sets that are visible now. Two queries, and one a kind with countries."""
    found = ContentPage.objects.filter(visible_q(), translation_key__in=keys).of_kinds(*content_types())
    columns = ("pk", "translation_key", "locale__language_code", "content_type_id", "cluster_id")
    rows = list(found.order_by("pk").values_list(*columns))
    if not rows:
        return []
    ids = [row[0] for row in rows]
    topics, countries = _topics(ids), _countries(ids)
    return [
        AnnouncedPage(
            pk=pk,
            translation_key=key,
            language=language,
            kind=class_of_type(type_id).kind,
            cluster=str(cluster_id or FEDERATION),
            topics=frozenset(topics.get(pk, ())),
            country=countries.get(pk, ""),
        )
        for pk, key, language, type_id, cluster_id in rows
    ]


def _topics(ids: Collection[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    links = ContentPage.topics.through.objects.filter(contentpage__in=ids)
    for page_id, topic_id in links.values_list("contentpage_id", "topic_id"):
        found[page_id].add(str(topic_id))
    return found


def _countries(ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for model in content_types().values():
        if model.country_field:
            rows = model.objects.filter(pk__in=ids).values_list("pk", model.country_field)
            found |= {pk: str(country) for pk, country in rows}
    return found


def offered_countries() -> list[str]:
    """Returns the countries to which public pages lead or led. One query for each kind with countries."""
    found: set[str] = set()
    for model in content_types().values():
        if model.country_field:
            rows = model.objects.filter(visible_q()).order_by().values_list(model.country_field, flat=True)
            found |= {str(country) for country in rows.distinct() if country}
    return sorted(found)
