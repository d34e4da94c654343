"""The search as visitors get it, on a scratch index of an engine."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from django.db import DatabaseError
from django.utils import timezone

from search import thesaurus
from search.engines import EntryDocument, SearchEngine, SearchRequest
from search.engines.fairness import fair_search
from search.meaning.fusion import NearDocument, fused_search
from search.public.forms import FACETS, PAGE_SIZE

from .figures import Answers

Nearest = Callable[[SearchRequest], tuple[Sequence[NearDocument], Mapping[str, float]]]
"""What is near in meaning to a search, in the languages searched, and how far ahead each is, by id."""
NearestIn = Callable[[str], Nearest]
"""(name of the scratch index) -> what is near: a server is asked for it in that index."""


@contextmanager
def scratch_search(
    engine: SearchEngine, documents: Sequence[EntryDocument], nearest_in: NearestIn | None = None
) -> Iterator[Answers]:
    """Indexes the documents beside the site's own index, and takes the scratch index away again.

    The thesaurus is the site's, the facets are counted, a cluster has its share of places: all as on
    the search page.
    """
    index = f"evaluation_{os.getpid()}"
    nearest = nearest_in(index) if nearest_in else None
    clusters = {document.id: document.cluster for document in documents}

    def clusters_of(ids: Sequence[str]) -> dict[str, str]:
        return {id_: clusters[id_] for id_ in ids}

    def answers(query: str, language: str, searched: str) -> list[str]:
        typed_in = "" if language == searched else language
        request = SearchRequest(
            query, searched, timezone.now(), facets=FACETS, page_size=PAGE_SIZE, typed_in=typed_in
        )
        if nearest is not None:
            result, _brought, _added = fused_search(engine, index, request, clusters_of, *nearest(request))
        else:
            result = fair_search(engine, index, request, clusters_of)
        return [hit.id for hit in result.hits]

    # A database without the project's tables has no thesaurus, and can be measured on all the same.
    with suppress(DatabaseError):
        thesaurus.refresh()
    engine.drop(index)
    engine.create(index)
    try:
        engine.rebuild(index, documents)
        yield answers
    finally:
        engine.drop(index)
