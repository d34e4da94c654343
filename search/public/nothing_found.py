"""Offers what there is where a search finds nothing: topics and clusters of which the language has something."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from clusters.models.cluster import signatories
from fedcms.core.models.topic import all_topics
from search.engines import get_engine
from search.engines.documents import SearchRequest, Sort
from search.engines.errors import SearchUnavailable
from search.language import fold


@dataclass(frozen=True)
class OfferedFilter:
    """A topic or a cluster by its name, with the address of all that it has."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Offers:
    """What a search that found nothing leads to, by name."""

    topics: tuple[OfferedFilter, ...] = ()
    clusters: tuple[OfferedFilter, ...] = ()


def offers_instead(request: SearchRequest) -> Offers:
    """Returns the topics and clusters of the request's language, none without anything visible. Three queries."""
    everything = SearchRequest(
        "", request.language, request.now, facets=("topic", "cluster"), page_size=1, sort=Sort.DATE
    )
    try:
        counted = get_engine().search(settings.FEDCMS_SEARCH_INDEX, everything).facets
    except SearchUnavailable:
        return Offers()
    counts = {
        name: {found.value: found.count for found in counted.get(name, ())} for name in everything.facets
    }
    topics = {topic.key: str(topic) for topic in all_topics()}
    clusters = {cluster.slug: str(cluster) for cluster in signatories().values()}
    return Offers(
        _offered("topic", topics, counts["topic"]), _offered("cluster", clusters, counts["cluster"])
    )


def _offered(facet: str, labels: dict[str, str], counts: dict[str, int]) -> tuple[OfferedFilter, ...]:
    offered = (
        OfferedFilter(label, f"{reverse('search')}?{urlencode({facet: value})}", counts[value])
        for value, label in labels.items()
        if counts.get(value)
    )
    return tuple(sorted(offered, key=lambda each: fold(each.label)))
