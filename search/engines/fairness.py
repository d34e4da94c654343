"""Limits each cluster's share of the first results, whatever engine ranks.

A cluster that publishes much would else fill the first page of most searches, and the others would never be seen.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from .documents import Hit, SearchRequest, SearchResult, Sort
from .protocol import SearchEngine

PLACES = 10
"""The places that are shared out: the first page of results."""
SHARE = 5
"""How many of them one cluster may take while others have something to show."""

ClustersOf = Callable[[Sequence[str]], Mapping[str, str]]
"""Ids of hits -> the cluster of each; "" or none for what belongs to nobody."""


def fair_search(
    engine: SearchEngine, index: str, request: SearchRequest, clusters_of: ClustersOf
) -> SearchResult:
    """The answer to a request, in which no cluster has more than `SHARE` of the first `PLACES`.

    Only where relevance decides, and no cluster was chosen. A cluster that has more gives its places beyond the fifth
    to the best of the others, as far as they have hits; after that, all is in the engine's order. No page repeats or
    drops a hit, and totals and facets are the engine's. Costs one search more where a cluster has too many places,
    and one more on later pages.
    """
    if not _applies(request):
        return engine.search(index, request)
    if request.offset == 0 and request.page_size >= PLACES:
        result = engine.search(index, request)
    else:
        result = engine.search(index, replace(request, offset=0, page_size=PLACES))
    shared = _shared_out(engine, index, request, result, clusters_of)
    if shared is None:
        if request.offset == 0:
            return replace(result, hits=result.hits[: request.page_size])
        page = engine.search(index, replace(request, facets=()))
        return replace(page, total=result.total, facets=result.facets)
    end = request.offset + request.page_size
    hits = shared[request.offset : end]
    if end > PLACES:
        rest = replace(
            request,
            facets=(),
            without_ids=(*request.without_ids, *(hit.id for hit in shared)),
            offset=max(request.offset - PLACES, 0),
            page_size=request.page_size - len(hits),
        )
        hits += engine.search(index, rest).hits
    return replace(result, hits=hits)


def _applies(request: SearchRequest) -> bool:
    """Whether places are shared out: someone looks for words, by relevance, in all clusters."""
    return (
        request.sort is Sort.RELEVANCE
        and bool(request.query.strip())
        and not request.all_filters().get("cluster")
    )


def _shared_out(
    engine: SearchEngine, index: str, request: SearchRequest, result: SearchResult, clusters_of: ClustersOf
) -> tuple[Hit, ...] | None:
    """The first `PLACES` hits as they are shared out, or None where the engine's order may stay."""
    best = result.hits[:PLACES]
    if result.total <= PLACES:
        return None
    clusters = clusters_of([hit.id for hit in best])
    counts = Counter(cluster for hit in best if (cluster := clusters.get(hit.id)))
    (largest, places), *_ = counts.most_common(1) or [("", 0)]
    if places <= SHARE:
        return None
    without = (*request.without_clusters, largest)
    others = engine.search(
        index, replace(request, offset=0, page_size=SHARE, facets=(), without_clusters=without)
    )
    if others.relaxed != result.relaxed:
        # They have no entry with all the words, the cluster has: they are no hits of this search.
        return None
    own = [hit for hit in best if clusters.get(hit.id) == largest]
    given_up = {hit.id for hit in own[PLACES - len(others.hits) :]}
    here = {hit.id for hit in best}
    # What the engine had further down comes after what it had here: its own order.
    return (
        *(hit for hit in best if hit.id not in given_up),
        *(hit for hit in others.hits if hit.id not in here),
    )
