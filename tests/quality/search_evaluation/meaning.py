"""What is near in meaning among the documents of a judged set, by the site's own embedder."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from django.utils import timezone
from django.utils.safestring import SafeString

from search.engines import DocumentVector, EntryDocument, SearchRequest
from search.engines.documents import Hit
from search.engines.errors import SearchUnavailable
from search.engines.protocol import ComparesVectors
from search.engines.vector_space import Neighbourhood
from search.meaning.embedder import Embedder
from search.meaning.fusion import NEAREST, NearDocument, has_meaning_in, words_with_meaning
from search.meaning.nearest import CANDIDATES, CANDIDATES_IN_FILE, limits_of, nearest_of
from search.meaning.texts import LONGEST, as_bytes
from search.meaning.vector_file import Similarities

from .figures import Answers
from .visitors import Nearest

Compared = Callable[[bytes], Mapping[str, Neighbourhood]]
"""What is near to a vector, by language."""

_NOTHING = SafeString("")
_AT_ONCE = 2
"""So few texts a request: the model gets through them in its time on a busy machine, too."""


def with_vectors(embedder: Embedder, documents: Sequence[EntryDocument]) -> list[EntryDocument]:
    """Embeds the documents as the worker does; their entries have the numbers of their places."""
    texts = ["\n".join(filter(None, (d.title, d.summary, d.body)))[:LONGEST] for d in documents]
    rows = [
        as_bytes(vector)
        for start in range(0, len(texts), _AT_ONCE)
        for vector in embedder.embed_passages(texts[start : start + _AT_ONCE])
    ]
    return [
        replace(document, vector=DocumentVector(number, row))
        for number, (document, row) in enumerate(zip(documents, rows, strict=True))
    ]


def as_the_file_compares(documents: Sequence[EntryDocument]) -> Compared:
    """Returns what compares vectors as the site's mapped file does, which every engine's searches ask first."""
    vectors: dict[str, list[DocumentVector]] = defaultdict(list)
    for document in documents:
        if document.vector:
            vectors[document.language].append(document.vector)
    ids = {language: np.array([one.entry_id for one in some]) for language, some in vectors.items()}
    rows = {language: _directions(some) for language, some in vectors.items()}

    def compared(vector: bytes) -> dict[str, Neighbourhood]:
        asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
        asked /= np.linalg.norm(asked)
        return {
            language: Similarities(ids[language], some @ asked).neighbourhood(CANDIDATES_IN_FILE)
            for language, some in rows.items()
        }

    return compared


def as_a_server_compares(engine: ComparesVectors, index: str) -> Compared:
    """Returns what asks a search server for the nearest, as the site does where it has no file.

    It raises `SearchUnavailable` where the server compares nothing: the figures would be those of words alone.
    """

    def compared(vector: bytes) -> Mapping[str, Neighbourhood]:
        found = engine.neighbourhoods(index, vector, CANDIDATES)
        if not found:
            raise SearchUnavailable("its index has no vectors")
        return found

    return compared


def nearest_documents(embedder: Embedder, documents: Sequence[EntryDocument], compared: Compared) -> Nearest:
    """Returns the function that finds the nearest of the documents `with_vectors`, with the site's limits."""

    def nearest(request: SearchRequest) -> tuple[list[NearDocument], dict[str, float]]:
        words = words_with_meaning(request)
        if not words:
            return [], {}
        by_language = compared(as_bytes(embedder.embed_query(request.query)))
        found: list[NearDocument] = []
        ahead: dict[str, float] = {}
        for language in request.all_filters()["language"]:
            if not has_meaning_in(request, language):
                continue
            limits = limits_of(words, language, request.read_in, (language,))
            near = nearest_of(by_language[language], limits, language) if language in by_language else []
            ahead |= {documents[one.entry_id].id: one.ahead for one in near}
            for one in near[:NEAREST]:
                document = documents[one.entry_id]
                hit = Hit(document.id, language, one.similarity, _NOTHING, _NOTHING)
                facets = frozenset(document.facet_values())
                found.append(NearDocument(hit, document.cluster, facets, one.stands_out))
        return found, ahead

    return nearest


def by_vectors(nearest: Nearest) -> Answers:
    """Returns answers of the nearest alone, whether they stand out or not.

    Without the signs of a query: who quotes or excludes is given words (`words_with_meaning`, `has_meaning_in`).
    """

    def answers(query: str, language: str, searched: str) -> list[str]:
        typed_in = "" if language == searched else language
        words = re.sub(r"[^\w\s]", " ", query)
        request = SearchRequest(words, searched, timezone.now(), typed_in=typed_in)
        return [document.hit.id for document in nearest(request)[0]]

    return answers


def _directions(vectors: Sequence[DocumentVector]) -> "npt.NDArray[np.float32]":
    rows = np.array([np.frombuffer(one.numbers, np.int8) for one in vectors], dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
