"""Looks up the entries that are near in meaning: only those that may be shown, as every hit."""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from search.engines.documents import Hit, SearchRequest
from search.engines.vector_space import Neighbourhood
from search.entries.indexing import as_document
from search.meaning.embedder import Vector
from search.meaning.fusion import NEAREST, NearDocument, has_meaning_in, words_with_meaning
from search.meaning.nearest import Near, nearest
from search.models import SearchEntry
from search.public.forms import FEDERATION, LANGUAGE
from search.public.found import own_words

OTHERS = 5
"""The most results of other languages that a page shows apart."""
SPARE = 5
"""So many more of the nearest are looked up than are wanted: some may not be shown."""

logger = logging.getLogger("fedcms.search")
_told: set[type[Exception]] = set()


class NearEntries:
    """What may be shown of what is near: in the languages searched, and in others; how far `ahead` it is, by key.

    Of other languages, `elsewhere` is offered, and `counted_elsewhere` is found by who searches these.
    """

    def __init__(
        self,
        request: SearchRequest,
        vector: Vector,
        compared: Mapping[str, Neighbourhood] | None = None,
        hits: Collection[str] | None = None,
    ) -> None:
        """Takes what was compared beside the words, else looks in the file of vectors; then asks the database once.

        `hits` are the keys of the first that the words found: how far ahead others are, nobody asks then. Two queries
        where hits are not known, three where so many of the nearest may not be shown that more must be looked up.
        """
        filters = request.all_filters()
        searched = filters[LANGUAGE]
        near = _nearest(request, vector, compared)
        # Of what stands apart, filters may take most away.
        others = OTHERS * (4 if len(filters) == 1 else 20)
        likely = _first(near, searched, others, SPARE) if hits is not None else []
        entries = _entries(likely, request.now, hits=hits or ())
        self.ahead = {entries[one.entry_id].key: one.ahead for one in near if one.entry_id in entries}
        shown = [one for one in likely if one.entry_id in entries]
        more = _languages(near) - _languages(likely)
        missing = _languages(_first(near, searched, others)) - _languages(_first(shown, searched, others))
        too_few = any(language in more for language in missing)
        if hits is None or too_few:
            visible = _visible(near, request.now)
            self.ahead = {visible[one.entry_id]: one.ahead for one in near if one.entry_id in visible}
            shown = [one for one in near if one.entry_id in visible]
            left = [one for one in _first(shown, searched, others) if one.entry_id not in entries]
            entries |= _entries(left, request.now)
        chosen = [one for one in _first(shown, searched, others) if one.entry_id in entries]
        self.searched = [
            as_near(entries[one.entry_id], stands_out=one.stands_out)
            for one in chosen
            if entries[one.entry_id].language in searched
        ]
        apart = [
            (one, as_near(entries[one.entry_id]))
            for one in chosen
            if entries[one.entry_id].language not in searched
        ]
        self.elsewhere = [
            document.hit
            for one, document in apart
            if one.stands_out and document.passes(filters, but=LANGUAGE)
        ]
        places = Counter[str]()
        self.counted_elsewhere = []
        for one, document in apart:
            places[one.language] += 1
            if one.is_found_there and places[one.language] <= NEAREST:
                self.counted_elsewhere.append(document)


def _first(near: Sequence[Near], searched: Sequence[str], others: int, spare: int = 0) -> list[Near]:
    """Returns the nearest of each language, and `others` at most of what is offered, each with so many to `spare`."""
    places = Counter[str]()
    first = []
    for one in near:
        is_offered = one.stands_out and one.language not in searched and places[""] < others + spare
        if places[one.language] < NEAREST + spare or is_offered:
            first.append(one)
        places[one.language] += 1
        places[""] += is_offered
    return first


def _languages(near: Sequence[Near]) -> Counter[str]:
    return Counter(one.language for one in near)


def _nearest(
    request: SearchRequest, vector: Vector, compared: Mapping[str, Neighbourhood] | None
) -> list[Near]:
    """Returns what is near; nothing, whatever is wrong with the file of vectors: words answer without it."""
    try:
        searched = request.all_filters()[LANGUAGE]
        near = nearest(vector, words_with_meaning(request), request.read_in, searched, compared)
        is_left_out = not has_meaning_in(request, request.read_in)
        return [one for one in near if not (is_left_out and one.language == request.read_in)]
    except Exception as error:
        if type(error) not in _told:
            _told.add(type(error))
            logger.exception("Vectors could not be compared; words alone answer. This is told once.")
        return []


def as_near(entry: SearchEntry, *, stands_out: bool = True) -> NearDocument:
    """Returns an entry as a document that is near: its passage is its summary, in which no word is marked."""
    return NearDocument(
        _hit(entry),
        entry.cluster.slug if entry.cluster else FEDERATION,
        # The body is not loaded, and no facet.
        frozenset(as_document(entry, body="").facet_values()),
        stands_out,
    )


def _hit(entry: SearchEntry) -> Hit:
    return Hit(entry.key, entry.language, 0.0, *own_words(entry))


def _visible(near: Sequence[Near], now: datetime) -> dict[int, str]:
    """Returns the keys of those that may be shown, by id. One query, or none."""
    if not near:
        return {}
    rows = SearchEntry.objects.shown(now).filter(pk__in=[one.entry_id for one in near])
    return dict(rows.values_list("pk", "key"))


def _entries(chosen: Sequence[Near], now: datetime, *, hits: Collection[str] = ()) -> dict[int, SearchEntry]:
    """Returns those that may be shown, by id, and the `hits`, by their keys. One query, or none."""
    if not chosen:
        return {}
    shown = SearchEntry.objects.shown(now).select_related("cluster").defer("body")
    asked = Q(pk__in=[one.entry_id for one in chosen])
    if hits:
        asked |= Q(key__in=hits)
    return {entry.pk: entry for entry in shown.filter(asked)}
