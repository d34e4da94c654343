"""Joins the words' ranking with what is near in meaning, by both scores; works with every engine.

Only the first results change: the ten best by words and the ten nearest of each language are ranked together, then
come the others in the engine's order. Nothing that meaning alone found stands above what has all words, and no cluster
gets more than its share of the first page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from search.engines import FacetCount, SearchEngine, SearchRequest, SearchResult, Sort
from search.engines.documents import Hit
from search.engines.fairness import PLACES, SHARE, ClustersOf, fair_search
from search.engines.query import parse

NEAREST = 10
"""The most entries of a language that are ranked for their meaning."""
LANGUAGE = "language"
DEVIATION = 0.4
"""What it is worth to be nearer by a standard deviation; the best by words is worth 1 (ADR 0092)."""


@dataclass(frozen=True)
class NearDocument:
    """A visible document that is near in meaning: its hit, and what filters and facets ask of it.

    Only where it `stands_out` among all others is it found by its meaning alone.
    """

    hit: Hit
    cluster: str
    facets: frozenset[tuple[str, str]]
    stands_out: bool = True

    def passes(self, filters: Mapping[str, Sequence[str]], but: str = "") -> bool:
        """Returns whether the document passes all filters, but for that of one facet."""
        return all(
            any((name, value) in self.facets for value in values)
            for name, values in filters.items()
            if name != but
        )


def words_with_meaning(request: SearchRequest) -> int:
    """Returns how many words are typed whose meaning counts: small words do not; who excludes wants words alone."""
    if request.sort is not Sort.RELEVANCE or not request.query.strip():
        return 0
    parsed = parse(request.query, request.read_in)
    if parsed.excluded:
        return 0
    return sum(not word.stop for word in chain(parsed.words, *parsed.phrases))


def has_meaning_in(request: SearchRequest, language: str) -> bool:
    """Returns whether meaning says anything in a language: who quotes wants these words, where they can be said."""
    return language != request.read_in or not parse(request.query, request.read_in).phrases


def fused_search(
    engine: SearchEngine,
    index: str,
    request: SearchRequest,
    clusters_of: ClustersOf,
    near: Sequence[NearDocument],
    ahead: Mapping[str, float],
    first: SearchResult | None = None,
    *,
    elsewhere: Sequence[NearDocument] = (),
) -> tuple[SearchResult, frozenset[str], int]:
    """Answers a search, and says which hits of the page meaning brought there, and how many hits it added in all.

    `near` are visible documents in the languages searched, up to `NEAREST` of each, whatever else is filtered by;
    `ahead` says how near these and others are, by their ids, in standard deviations (`nearest.Near`); `first` is the
    first page by words, if it is known; `elsewhere` is what other languages would add, for the counts of their links.
    Costs a small statement more where any of them is not among the first by words, and a search more on later pages.
    """
    if first is None:
        first = fair_search(engine, index, replace(request, offset=0, page_size=PLACES), clusters_of)
    by_words = {hit.id for hit in first.hits}
    added = _added(engine, index, request, first, near)
    here = {document.hit.id for document in added} | by_words
    chosen = [
        document for document in near if document.hit.id in here and document.passes(request.all_filters())
    ]
    new = [document for document in chosen if document.hit.id not in by_words]
    others = _found_elsewhere(request, first, elsewhere)
    result, left = first, new
    if added or others:
        result, left = _counted(request, first, [*added, *others], new)
    if first.complete >= PLACES:
        return _with_last(engine, index, request, clusters_of, first, result, [one.hit for one in left])
    ranked = _ranked(first, chosen, ahead, clusters_of)
    if not new:
        page = _page(engine, index, request, clusters_of, replace(first, hits=ranked))
        return replace(page, facets=result.facets), frozenset(), 0
    end = request.offset + request.page_size
    hits = ranked[request.offset : end]
    if end > len(ranked) and result.total > len(ranked):
        rest = replace(
            request,
            facets=(),
            without_ids=(*request.without_ids, *(hit.id for hit in ranked)),
            offset=max(request.offset - len(ranked), 0),
            page_size=request.page_size - len(hits),
        )
        more = max(0, result.total - request.offset - len(hits))
        hits += engine.search(index, rest).hits[:more]
    alone = {document.hit.id for document in new}
    brought = frozenset(hit.id for hit in hits if hit.id in alone)
    return replace(result, hits=hits), brought, max(0, result.total - first.total)


def _added(
    engine: SearchEngine,
    index: str,
    request: SearchRequest,
    first: SearchResult,
    near: Sequence[NearDocument],
) -> list[NearDocument]:
    """Returns what meaning adds to the words' hits, whatever is filtered by: so filters narrow one and the same set.

    With ten full matches, nothing in the language of the words: what lacks a word stands on no first page. In another
    language, words are found by chance, so meaning always adds.
    """
    by_words = {hit.id for hit in first.hits}
    added = [one for one in near if one.stands_out and one.hit.id not in by_words]
    others = [one for one in added if one.hit.language != request.read_in]
    if len(others) == len(added):
        return added
    if first.complete >= PLACES:
        return others
    filters = {name: values for name, values in request.filters.items() if values}
    if filters.keys() - {LANGUAGE}:
        narrowed = {name: values for name, values in filters.items() if name == LANGUAGE}
        whole = replace(request, filters=narrowed, facets=(), offset=0, page_size=1)
        if engine.search(index, whole).complete >= PLACES:
            return others
    return added


def _found_elsewhere(
    request: SearchRequest, first: SearchResult, elsewhere: Sequence[NearDocument]
) -> list[NearDocument]:
    """Returns the near documents that the links to other languages find, as far as this page knows.

    In the language of the words meaning adds nothing to ten full matches. There are at most as many as words find
    there; a sentence has no full matches. What filters leave there is not known here.
    """
    if LANGUAGE not in request.facets:
        return []
    others = [one for one in elsewhere if one.hit.language != request.read_in]
    if len(others) == len(elsewhere):
        return others
    found = {count.value: count.count for count in first.facets.get(LANGUAGE, ())}
    has_few = found.get(request.read_in, 0) < PLACES or parse(request.query, request.read_in).sentence
    return list(elsewhere) if has_few and request.all_filters().keys() == {LANGUAGE} else others


def _with_last(
    engine: SearchEngine,
    index: str,
    request: SearchRequest,
    clusters_of: ClustersOf,
    first: SearchResult,
    result: SearchResult,
    new: Sequence[Hit],
) -> tuple[SearchResult, frozenset[str], int]:
    """Returns what `fused_search` does where ten have all words: what is near comes after all that words find.

    `new` are the hits that the words find nowhere, not even after the tenth place.
    """
    page = replace(first, hits=())
    if request.offset < first.total:
        page = _page(engine, index, request, clusters_of, first)
    end = request.offset + request.page_size
    last = new[max(0, request.offset - first.total) : max(0, end - first.total)]
    brought = frozenset(hit.id for hit in last)
    return replace(result, hits=(*page.hits, *last)), brought, max(0, result.total - first.total)


def _page(
    engine: SearchEngine, index: str, request: SearchRequest, clusters_of: ClustersOf, first: SearchResult
) -> SearchResult:
    if request.offset == 0 and request.page_size <= PLACES:
        return replace(first, hits=first.hits[: request.page_size])
    page = fair_search(engine, index, request, clusters_of)
    if request.offset >= PLACES:
        return page
    return replace(page, hits=(*first.hits[request.offset :], *page.hits[PLACES - request.offset :]))


def _ranked(
    first: SearchResult, near: Sequence[NearDocument], ahead: Mapping[str, float], clusters_of: ClustersOf
) -> tuple[Hit, ...]:
    """Returns the first hits and the near ones in one order: full matches as they were, then by both scores."""
    # At the same score, the words' own order stands: somebody's name with a typing error is found before what is near.
    hits = {hit.id: hit for hit in first.hits}
    for document in near:
        hits.setdefault(document.hit.id, document.hit)
    scores = _scores(first.hits, hits, ahead)
    # Also the page whose title is the sentence that was typed, though no sentence has full matches.
    full = {hit.id for hit in first.hits if hit.first}
    order = [hit.id for hit in first.hits if hit.id in full]
    others = sorted((key for key in hits if key not in full), key=lambda key: -scores[key])
    if len(hits) <= PLACES:
        return tuple(hits[key] for key in (*order, *others))
    clusters = {**clusters_of([hit.id for hit in first.hits]), **{d.hit.id: d.cluster for d in near}}
    counts = Counter(clusters.get(key, "") for key in order)
    waiting = []
    for key in others:
        cluster = clusters.get(key, "")
        if cluster and counts[cluster] >= SHARE and len(order) < PLACES:
            waiting.append(key)
        else:
            counts[cluster] += 1
            order.append(key)
    later = sorted((*order[PLACES:], *waiting), key=lambda key: (key not in full, -scores[key]))
    return tuple(hits[key] for key in (*order[:PLACES], *later))


def _scores(by_words: Sequence[Hit], keys: Iterable[str], ahead: Mapping[str, float]) -> dict[str, float]:
    """Returns what words and meaning are worth together, by id, for what is no full match.

    Engines have scales of their own, so words are worth their share of the best score.
    """
    partial = {hit.id: hit.score for hit in by_words if not hit.first}
    best = max(partial.values(), default=0.0)
    unit = best if best > 0 else 1.0
    return {key: partial.get(key, 0.0) / unit + DEVIATION * ahead.get(key, 0.0) for key in keys}


def _counted(
    request: SearchRequest, first: SearchResult, added: Sequence[NearDocument], new: Sequence[NearDocument]
) -> tuple[SearchResult, list[NearDocument]]:
    """Returns the result with total and facets of words and meaning together, and those `new` that words do not find.

    What both found counts once.
    """
    ids = [document.hit.id for document in added]
    # Where all that the words find is on the first page, none of these is among it; of other languages nothing is.
    is_known = first.total < PLACES and not request.filters and len(added) == len(new)
    by_words = () if is_known else first.counted(ids)
    left = [document for document in added if document.hit.id not in by_words]
    alone = [document for document in new if document.hit.id not in by_words]
    counts = _with_counts(first.facets, left, request)
    return replace(first, total=first.total + len(alone), facets=counts), alone


def _with_counts(
    facets: Mapping[str, Sequence[FacetCount]], added: Iterable[NearDocument], request: SearchRequest
) -> dict[str, tuple[FacetCount, ...]]:
    filters, documents = request.all_filters(), list(added)
    counts = {
        name: Counter({count.value: count.count for count in values}) for name, values in facets.items()
    }
    for name, values in counts.items():
        for document in documents:
            if document.passes(filters, but=name):
                values.update(value for facet, value in document.facets if facet == name)
    return {
        name: tuple(
            FacetCount(value, count)
            for value, count in sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        for name, values in counts.items()
    }
