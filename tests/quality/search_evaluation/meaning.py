"""What is near in meaning among the documents of a judged set, by the site's own embedder."""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.utils import timezone
from django.utils.safestring import SafeString

from search.engines import EntryDocument, SearchRequest
from search.engines.documents import Hit
from search.meaning.embedder import Embedder
from search.meaning.fusion import NEAREST, NearDocument, words_with_meaning
from search.meaning.nearest import limits_of, nearest_of
from search.meaning.texts import LONGEST, as_bytes
from search.meaning.vector_file import Similarities

from .figures import Answers
from .visitors import Nearest

_NOTHING = SafeString("")
_AT_ONCE = 2
"""So few texts a request: the model gets through them in its time on a busy machine, too."""


def nearest_documents(embedder: Embedder, documents: Sequence[EntryDocument]) -> Nearest:
    """Embeds the documents and returns the function that finds the nearest, with the site's limits."""
    by_language: dict[str, list[EntryDocument]] = defaultdict(list)
    for document in documents:
        by_language[document.language].append(document)
    vectors = {language: _vectors(embedder, some) for language, some in by_language.items()}

    def nearest(request: SearchRequest) -> list[NearDocument]:
        words = words_with_meaning(request)
        if not words:
            return []
        asked = np.array(embedder.embed_query(request.query), dtype=np.float32)
        asked /= np.linalg.norm(asked)
        found = []
        for language in request.all_filters()["language"]:
            some = by_language.get(language, [])
            values = vectors[language] @ asked if some else np.zeros(0, dtype=np.float32)
            limits = limits_of(words, language, request.read_in, (language,))
            neighbourhood = Similarities(np.arange(len(some)), values).neighbourhood(NEAREST)
            for near in nearest_of(neighbourhood, limits):
                document = some[near.entry_id]
                hit = Hit(document.id, language, near.similarity, _NOTHING, _NOTHING)
                facets = frozenset(document.facet_values())
                found.append(NearDocument(hit, document.cluster, facets, near.stands_out))
        return found

    return nearest


def by_vectors(nearest: Nearest) -> Answers:
    """Returns answers of the nearest alone, whether they stand out or not.

    Without the signs of a query: who quotes or excludes is given words alone (`words_with_meaning`).
    """

    def answers(query: str, language: str, searched: str) -> list[str]:
        typed_in = "" if language == searched else language
        words = re.sub(r"[^\w\s]", " ", query)
        request = SearchRequest(words, searched, timezone.now(), typed_in=typed_in)
        return [document.hit.id for document in nearest(request)]

    return answers


def _vectors(embedder: Embedder, documents: Sequence[EntryDocument]) -> "npt.NDArray[np.float32]":
    texts = ["\n".join(filter(None, (d.title, d.summary, d.body)))[:LONGEST] for d in documents]
    rows = [
        as_bytes(vector)
        for start in range(0, len(texts), _AT_ONCE)
        for vector in embedder.embed_passages(texts[start : start + _AT_ONCE])
    ]
    matrix = np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), -1).astype(np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)
