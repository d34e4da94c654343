"""Vectors in an Elasticsearch index: how they are mapped, written and compared; without scripts.

What an entry needs to be found by its meaning is said in standard deviations of its language
(`search.meaning.nearest`), and kNN answers with the nearest alone. So each document has a lot, drawn from its id, and a
search asks for those of some lots, too: a sample of the language, the same for each search.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Any, Final

from search.engines.analysis import AnalysedDocument, clean
from search.engines.documents import EntryDocument
from search.engines.elasticsearch.clauses import has_any, visible
from search.engines.elasticsearch.mapping import document_id, source_of
from search.engines.elasticsearch.ordering import Clause
from search.engines.vector_space import Neighbourhood, VectorSpace

SAMPLE: Final = 400
"""The least number of a sample: the standard error of the mean is then a twentieth of a deviation."""
_LOTS: Final = 65_536
_VECTOR, _ENTRY, _LOT, _EMBEDDED = "vector", "entry", "lot", "embedded"
# An index without our vectors has no alias for them: nothing is found then, and nothing is wrong.
_HEADER: Final[Clause] = {"ignore_unavailable": True}
# Of an answer, only this is sent back: the scores of a sample are most of it.
FILTER_PATH: Final = (
    "responses.status",
    "responses.error",
    "responses.hits.hits._score",
    "responses.hits.hits.fields",
    "responses.aggregations",
)


def digest_of(space: VectorSpace) -> str:
    """Returns what an index's name has of a space, so that no index has vectors of two."""
    return hashlib.sha256(f"{space.dimensions} {space.model}".encode()).hexdigest()[:8]


def mappings_in(space: VectorSpace | None, mappings: Mapping[str, Any]) -> dict[str, object]:
    """Returns the mapping of an index that has vectors of this space, too; the mapping itself without one.

    Bytes as the database has them, each compared with (`flat`): a search is of one language, and exact.
    """
    if space is None:
        return dict(mappings)
    fields: dict[str, object] = {
        _VECTOR: {
            "type": "dense_vector",
            "element_type": "byte",
            "dims": space.dimensions,
            "index": True,
            "similarity": "cosine",
            "index_options": {"type": "flat"},
        },
        _ENTRY: {"type": "long"},
        _LOT: {"type": "integer"},
        _EMBEDDED: {"type": "keyword", "index": False, "doc_values": False},
    }
    # The vector is read from the database at each writing, and never read back.
    source = {"excludes": [*mappings["_source"]["excludes"], _VECTOR]}
    return {**mappings, "_source": source, "properties": {**mappings["properties"], **fields}}


def embedded(document: EntryDocument) -> dict[str, object]:
    """Returns what tells that a document has another vector or entry, also where its vector was refused."""
    return {_EMBEDDED: stored_vector(document)[_EMBEDDED]}


def stored_vector(document: EntryDocument) -> dict[str, object]:
    """Returns what Elasticsearch stores and gives back of a document's vector: enough to see that it is another."""
    if document.vector is None:
        return {_EMBEDDED: ""}
    lot = int.from_bytes(hashlib.sha256(clean(document.id).encode()).digest()[:2])
    digest = hashlib.sha256(b"%d " % document.vector.entry_id + document.vector.numbers).hexdigest()
    return {_EMBEDDED: digest, _ENTRY: document.vector.entry_id, _LOT: lot}


def written(document: EntryDocument, space: VectorSpace | None) -> dict[str, object]:
    """Returns what a bulk request says of a document: its `_id`, its words, and its vector where the index has any."""
    source = source_of(AnalysedDocument(document))
    if space is not None:
        source |= stored_vector(document)
        if document.vector is not None:
            source[_VECTOR] = document.vector.numbers.hex()
    return {"_id": document_id(document.id), "_source": source}


def without_vector(action: Mapping[str, Any]) -> dict[str, Any] | None:
    """Returns the action of a bulk request without its vector; None where it has none.

    The digest stays: what was refused is not sent again at each comparison.
    """
    source = action.get("_source", {})
    if _VECTOR not in source:
        return None
    return {**action, "_source": {key: source[key] for key in source if key not in (_VECTOR, _ENTRY, _LOT)}}


@dataclass(frozen=True)
class Comparison:
    """A question for what is near to a vector in each language, of which so many vectors are known by `counts`."""

    vector: bytes
    counts: Mapping[str, int]
    now: float
    number: int

    def searches(self) -> list[Clause]:
        """Returns the bodies of a multi-search: how many there are; and for each language the nearest, and a sample."""
        searches: list[Clause] = [_HEADER, counting()]
        for language in self.counts:
            nearest = self._knn(self.number, [has_any("language", [language]), *visible(self.now)])
            searches += [_HEADER, nearest | {"docvalue_fields": [_ENTRY]}]
            searches += [_HEADER, self._knn(3 * SAMPLE, self._sampled(language))]
        return searches

    def _sampled(self, language: str) -> list[Clause]:
        lots = _LOTS * SAMPLE // _rounded(self.counts[language])
        only: list[Clause] = [{"range": {_LOT: {"lt": lots}}}] if lots < _LOTS else []
        return [has_any("language", [language]), *only]

    def _knn(self, number: int, clauses: Sequence[Clause]) -> Clause:
        knn: Clause = {
            "field": _VECTOR,
            "query_vector": self.vector.hex(),
            "k": number,
            "num_candidates": number,
            "filter": list(clauses),
        }
        return {"knn": knn, "size": number, "_source": False, "track_total_hits": False}

    def read(self, responses: Sequence[Mapping[str, Any]]) -> dict[str, Neighbourhood]:
        """Returns what the server answered, by language."""
        counts = counts_of(responses[0])
        found = {}
        for place, language in enumerate(self.counts):
            nearest, sample = (
                response.get("hits", {}).get("hits", [])
                for response in responses[1 + 2 * place : 3 + 2 * place]
            )
            cosines = [_cosine(hit) for hit in sample]
            if cosines:
                known = ((int(hit["fields"][_ENTRY][0]), _cosine(hit)) for hit in nearest)
                found[language] = Neighbourhood(
                    # Of those that are as near, primary and replica may answer in another order.
                    tuple(sorted(known, key=lambda one: (-one[1], one[0]))),
                    counts.get(language, len(cosines)),
                    fmean(cosines),
                    pstdev(cosines),
                )
        return found

    def fits(self, counts: Mapping[str, int]) -> bool:
        """Returns whether the samples were drawn as they are for so many vectors."""
        return self.counts.keys() == counts.keys() and all(
            _rounded(known) == _rounded(counts[language]) for language, known in self.counts.items()
        )


def _rounded(count: int) -> int:
    """Returns the power of two below: lots are drawn by it, so that a vector more or less changes no sample.

    Samples thus have 400 to 800 vectors.
    """
    return 1 << max(count.bit_length() - 1, 0)


def counting() -> Clause:
    """Returns the search that counts the vectors of each language, which the server remembers until one changes."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"exists": {"field": _ENTRY}},
        "aggs": {"languages": {"terms": {"field": "language", "size": 1_000}}},
    }


def counts_of(response: Mapping[str, Any]) -> dict[str, int]:
    """Returns how many vectors each language has."""
    buckets = response.get("aggregations", {}).get("languages", {}).get("buckets", [])
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def _cosine(hit: Mapping[str, Any]) -> float:
    """Returns the cosine of a hit, whose score Elasticsearch keeps above zero."""
    return 2 * float(hit["_score"]) - 1
