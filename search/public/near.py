"""Looks up the entries that are near in meaning: only those that may be shown, as every hit."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from search.engines.documents import Hit, SearchRequest
from search.engines.vector_space import Neighbourhood
from search.entries.indexing import as_document
from search.meaning.embedder import Vector
from search.meaning.fusion import NEAREST, NearDocument, words_with_meaning
from search.meaning.nearest import Near, nearest
from search.models import SearchEntry
from search.public.forms import FEDERATION, LANGUAGE
from search.public.found import own_words

OTHERS = 5
"""The most results of other languages that a page shows apart."""

logger = logging.getLogger("fedcms.search")
_told: set[type[Exception]] = set()


class NearEntries:
    """What may be shown of what is near: in the languages searched, and in others; how far `ahead` it is, by key."""

    def __init__(
        self,
        request: SearchRequest,
        vector: Vector,
        compared: Mapping[str, Neighbourhood] | None = None,
    ) -> None:
        """Takes what was compared beside the words, else looks in the file of vectors; then asks the database twice."""
        filters = request.all_filters()
        searched = filters[LANGUAGE]
        near = _nearest(request, vector, compared)
        visible = _visible(near, request.now)
        self.ahead = {visible[one.entry_id][0]: one.ahead for one in near if one.entry_id in visible}
        # Of what stands apart, filters may take most away.
        chosen = _chosen(near, visible, searched, OTHERS * (4 if len(filters) == 1 else 20))
        entries = _entries(chosen, request.now)
        documents = [
            as_near(entries[one.entry_id], stands_out=one.stands_out)
            for one in chosen
            if one.entry_id in entries
        ]
        self.searched = [document for document in documents if document.hit.language in searched]
        elsewhere = [document for document in documents if document.hit.language not in searched]
        self.elsewhere = [
            document.hit
            for document in elsewhere
            if document.stands_out and document.passes(filters, but=LANGUAGE)
        ]


def _nearest(
    request: SearchRequest, vector: Vector, compared: Mapping[str, Neighbourhood] | None
) -> list[Near]:
    """Returns what is near; nothing, whatever is wrong with the file of vectors: words answer without it."""
    try:
        searched = request.all_filters()[LANGUAGE]
        return nearest(vector, words_with_meaning(request), request.read_in, searched, compared)
    except Exception as error:
        if type(error) not in _told:
            _told.add(type(error))
            logger.exception("Vectors could not be compared; words alone answer. This is told once.")
        return []


def as_near(entry: SearchEntry, *, stands_out: bool) -> NearDocument:
    """Returns an entry as a document that is near: its passage is its summary, in which no word is marked."""
    return NearDocument(
        Hit(entry.key, entry.language, 0.0, *own_words(entry)),
        entry.cluster.slug if entry.cluster else FEDERATION,
        # The body is not loaded, and no facet.
        frozenset(as_document(entry, body="").facet_values()),
        stands_out,
    )


def _visible(near: Sequence[Near], now: datetime) -> dict[int, tuple[str, str]]:
    """Returns key and language of those that may be shown, by id. One query, or none."""
    if not near:
        return {}
    rows = SearchEntry.objects.shown(now).filter(pk__in=[one.entry_id for one in near])
    return {pk: (key, language) for pk, key, language in rows.values_list("pk", "key", "language")}


def _chosen(
    near: Sequence[Near], visible: Mapping[int, tuple[str, str]], searched: Sequence[str], others: int
) -> list[Near]:
    """Returns the nearest that are visible of each language searched, and of all `others`."""
    shown, places = [], Counter[str]()
    for one in near:
        if one.entry_id not in visible:
            continue
        _key, language = visible[one.entry_id]
        most, apart = (NEAREST, language) if language in searched else (others, "")
        if places[apart] < most:
            places[apart] += 1
            shown.append(one)
    return shown


def _entries(chosen: Sequence[Near], now: datetime) -> dict[int, SearchEntry]:
    """Returns the entries. One query, or none."""
    if not chosen:
        return {}
    shown = SearchEntry.objects.shown(now).select_related("cluster").defer("body")
    return shown.in_bulk([one.entry_id for one in chosen])
