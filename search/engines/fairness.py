"""Limits each cluster's share of the first results, whatever engine ranks.

Without it, a cluster that publishes much would fill the first page of most searches, and the others would never be
seen.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from .documents import Hit, SearchRequest, SearchResult, Sort
from .protocol import SearchEngine

PLACES = 10
"""How many of the best hits are shared out among clusters: a first page of results."""
SHARE = 5
"""How many of these hits one cluster may have while other clusters have hits too."""

ClustersOf = Callable[[Sequence[str]], Mapping[str, str]]
"""A function that takes ids of hits and returns the cluster of each ("" or no key without a cluster)."""


def fair_search(
    engine: SearchEngine, index: str, request: SearchRequest, clusters_of: ClustersOf
) -> SearchResult:
    """Answers a search so that no cluster has more than `SHARE` of the first `PLACES` hits.

    Applies only to a search for words, sorted by relevance, in all clusters. The hits of a cluster beyond the fifth
    give way to the best hits of others, as far as there are any; after the first `PLACES`, the engine's order holds.
    No hit is repeated or missing across pages, and total and facets are the engine's own. Costs one more search when a
    cluster has too many hits, and one more on later pages.
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
        # Without those, fewer have all words, so that more may be found than were counted.
        hits += engine.search(index, rest).hits[: max(0, result.total - request.offset - len(hits))]
    return replace(result, hits=hits)


def _applies(request: SearchRequest) -> bool:
    """Returns whether hits are shared out: the request is for words, by relevance, in all clusters."""
    return (
        request.sort is Sort.RELEVANCE
        and bool(request.query.strip())
        and not request.all_filters().get("cluster")
    )


def _shared_out(
    engine: SearchEngine, index: str, request: SearchRequest, result: SearchResult, clusters_of: ClustersOf
) -> tuple[Hit, ...] | None:
    """Returns the first `PLACES` hits after sharing them out, or None when the engine's order needs no change."""
    best = result.hits[:PLACES]
    # Where a page was filled, less than a page is worth sharing out: it would give way to what has fewer words.
    if result.total <= PLACES or result.filled:
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
    complete = {hit.id for hit in (*best, *others.hits) if hit.first}
    own = [hit for hit in best if clusters.get(hit.id) == largest]
    here = {hit.id for hit in best}
    moving = [hit for hit in others.hits if hit.id not in here]
    # What has all words (that any text has) gives way to nothing that lacks some.
    partial = sum(hit.id not in complete for hit in own)
    moved = min(len(own) - SHARE, len(moving), partial + sum(hit.id in complete for hit in moving))
    if not moved:
        return None
    given_up = {hit.id for hit in own[len(own) - moved :]}
    # Hits that move up come after those that stay, so that each group keeps the engine's order.
    shared = [*(hit for hit in best if hit.id not in given_up), *moving[:moved]]
    return tuple(sorted(shared, key=lambda hit: hit.id not in complete))
