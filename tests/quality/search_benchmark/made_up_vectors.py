"""Gives made-up entries made-up vectors, in the site's own tables, so that a search by meaning costs what it costs.

They lie around those that the model gives to the searches: embedding 100,000 texts would take a night, and vectors that
are near to nothing would spare the work that follows what is found.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import numpy as np
from django.db import connection
from django.utils import timezone

from search.engines import DocumentVector, EntryDocument
from search.meaning.embedder import Embedder
from search.meaning.embedding import BATCH
from search.meaning.texts import as_bytes
from search.meaning.vector_file import file_path, write_file
from search.models import EntryVector, SearchEntry

from .synthetic import Corpus

_ROWS = 1_000
_NEAR = 0.6
"""How far an entry is from the centre that it lies around, as a share of its length: cosines of some .86."""


class EntriesAreThere(Exception):
    """Raised where there are entries, vectors or their file, which must not be measured with nor taken away."""


@contextmanager
def made_up_vectors(corpus: Corpus, embedder: Embedder, texts: Sequence[str]) -> Iterator[None]:
    """Writes entries and vectors of the corpus, and the file; takes these away at the end, and nothing else."""
    if SearchEntry.objects.exists() or EntryVector.objects.exists() or file_path().exists():
        raise EntriesAreThere
    # As passages, for which the model has time; those of queries have 50 ms.
    portions = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
    centres = np.array([row for some in portions for row in embedder.embed_passages(some)], dtype=np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    chance = np.random.default_rng(corpus.seed)
    made: list[int] = []
    try:
        documents = corpus.documents()
        while some := list(islice(documents, _ROWS)):
            entries = SearchEntry.objects.bulk_create(map(_entry, some))
            made += [entry.pk for entry in entries]
            noise = chance.standard_normal((len(some), embedder.dimensions)).astype(np.float32)
            noise *= _NEAR / np.linalg.norm(noise, axis=1, keepdims=True)
            rows = centres[chance.integers(len(centres), size=len(some))] + noise
            EntryVector.objects.bulk_create(
                EntryVector(
                    entry=entry,
                    model=embedder.name,
                    vector=as_bytes(row.tolist()),
                    is_waiting=False,
                    embedded_at=timezone.now(),
                )
                for entry, row in zip(entries, rows, strict=True)
            )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {SearchEntry._meta.db_table}, {EntryVector._meta.db_table}")
        write_file(embedder.name, embedder.dimensions)
        yield
    finally:
        for start in range(0, len(made), _ROWS):
            some_made = made[start : start + _ROWS]
            EntryVector.objects.filter(pk__in=some_made).delete()
            SearchEntry.objects.filter(pk__in=some_made).delete()
        file_path().unlink(missing_ok=True)


def with_vectors(documents: Iterator[EntryDocument]) -> Iterator[EntryDocument]:
    """Yields the documents with the vectors that were made up for them."""
    while some := list(islice(documents, _ROWS)):
        stored = EntryVector.objects.filter(entry__key__in=[document.id for document in some])
        found = {
            key: DocumentVector(pk, bytes(numbers or b""))
            for key, pk, numbers in stored.values_list("entry__key", "pk", "vector")
        }
        for document in some:
            yield replace(document, vector=found.get(document.id))


def _entry(document: EntryDocument) -> SearchEntry:
    return SearchEntry(
        key=document.id,
        language=document.language,
        kind=document.kind,
        title=document.title,
        summary=document.summary,
        body=document.body,
        keywords=list(document.keywords),
        topics=list(document.topics),
        audiences=list(document.audiences),
        country=document.country,
        date=document.date,
        url=document.url,
    )
