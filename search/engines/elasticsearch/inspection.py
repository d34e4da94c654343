"""Inspects an Elasticsearch index: its ids, its size, and differences from what it should hold."""

from collections.abc import Iterable, Iterator
from itertools import islice

from elasticsearch.helpers import scan

from search.engines.analysis import clean
from search.engines.documents import EntryDocument
from search.engines.elasticsearch.bulk import BULK_DOCUMENTS
from search.engines.elasticsearch.mapping import document_id, stored_fields
from search.engines.elasticsearch.storage import ElasticStorage
from search.engines.elasticsearch.vectors import embedded


class ElasticInspection(ElasticStorage):
    """Methods that read a whole index. They are slow, and no page that a visitor waits for calls them."""

    def ids(self, index: str) -> Iterator[str]:
        """Returns the ids of all documents, sorted."""
        alias = self._alias(index)
        with self._asking(index):
            self._patient.indices.refresh(index=alias)
            rows = scan(self._patient, index=alias, query={"_source": ["id"]}, size=5_000)
            return iter(sorted(row["_source"]["id"] for row in rows))

    def size(self, index: str) -> int:
        """Returns how many bytes the index takes on the server's disk, replicas not counted."""
        alias = self._alias(index)
        with self._asking(index):
            stats = self._patient.indices.stats(index=alias, metric="store")
            return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def differences(self, index: str, documents: Iterable[EntryDocument]) -> Iterator[tuple[str, str]]:
        """Yields (id, what is wrong, in words) for each document by which the index differs from `documents`."""
        alias = self._alias(index)
        vectors = self.space is not None and self.has_vectors(index)
        left = set(self.ids(index))
        remaining = iter(documents)
        while batch := list(islice(remaining, BULK_DOCUMENTS)):
            with self._asking(index):
                rows = self._patient.mget(index=alias, ids=[document_id(each.id) for each in batch])["docs"]
            for document, row in zip(batch, rows, strict=True):
                left.discard(clean(document.id))
                if not row.get("found"):
                    yield document.id, "is not in the search server"
                    continue
                stored = {**stored_fields(document), **(embedded(document) if vectors else {})}
                if wrong := [name for name, value in stored.items() if row["_source"].get(name) != value]:
                    yield document.id, f"is out of date in the search server: {', '.join(wrong)}"
        for identifier in sorted(left):
            yield identifier, "is in the search server and should not be"
