"""Times an engine with many entries: building, searching, suggesting, and what one publication adds."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.utils import timezone

from search.engines import (
    Change,
    ElasticsearchEngine,
    EntryDocument,
    SearchEngine,
    SearchRequest,
    get_database_engine,
)
from search.models import IndexChange, version_of
from search.public.forms import FACETS, PAGE_SIZE

from .synthetic import Corpus

WRITES = 50
FORMS = ("selective", "frequent", "question")
# How long a publication may take to be found before the benchmark gives up, in seconds.
LONGEST_WAIT = 30.0
# Seconds that a search may take: what is slow shall be measured, not given up as for visitors.
PATIENCE = 30.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of many calls: the median, and what 95 and 99 of 100 do not exceed."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Times":
        """Of measured seconds, one at least."""
        ordered = sorted(seconds)
        picked = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
        return cls(*(round(value * 1000, 2) for value in picked))


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def index_name() -> str:
    """A scratch index of this process."""
    return f"benchmark_{os.getpid()}"


def times_by_form(measured: Iterable[tuple[str, float]]) -> dict[str, Times]:
    """Of pairs of a form and seconds: by form, and `all` of them."""
    seconds: dict[str, list[float]] = {form: [] for form in FORMS}
    for form, value in measured:
        seconds[form].append(value)
    together = [value for values in seconds.values() for value in values]
    return {"all": Times.of(together)} | {
        form: Times.of(values) for form, values in seconds.items() if values
    }


def search_times(
    engine: SearchEngine, index: str, queries: Sequence[tuple[str, str, str]]
) -> dict[str, Times]:
    """Of searches as the page makes them: ten hits with their passages, all facets."""

    def search(language: str, text: str) -> None:
        engine.search(
            index, SearchRequest(text, language, timezone.now(), facets=FACETS, page_size=PAGE_SIZE)
        )

    return times_by_form(
        (form, timed(lambda asked=(language, text): search(*asked)))  # type: ignore[misc]
        for form, language, text in queries
    )


def suggestion_times(engine: SearchEngine, index: str, beginnings: Sequence[tuple[str, str]]) -> Times:
    """Of suggestions."""
    return Times.of(
        timed(lambda asked=asked: engine.suggest(index, asked[1], asked[0], 9))  # type: ignore[misc]
        for asked in beginnings
    )


def write_times(engine: SearchEngine, index: str, documents: Sequence[EntryDocument]) -> Times:
    """Of the entry's own write within a publication: in the database's index, and in the outbox beside a server."""
    database = get_database_engine()
    if isinstance(engine, ElasticsearchEngine):
        database.create(index)

    def write(document: EntryDocument) -> None:
        with transaction.atomic():
            if isinstance(engine, ElasticsearchEngine):
                # Beside a server the database's index is written all the same.
                IndexChange.objects.create(key=document.id)
                database.index(index, [document])
                transaction.set_rollback(True)
            else:
                engine.index(index, [document])

    return Times.of(timed(lambda d=document: write(d)) for document in documents[:WRITES])  # type: ignore[misc]


def seconds_until_found(engine: ElasticsearchEngine, index: str, document: EntryDocument) -> float:
    """From the worker's delivery to the moment at which a search finds it."""
    new = replace(document, id="entry-new", title="Zxqvw", summary="", body="")
    start = time.perf_counter()
    engine.apply(index, [Change(new.id, version_of(timezone.now()), new)])
    request = SearchRequest("zxqvw", new.language, timezone.now())
    while not engine.search(index, request).total:
        if time.perf_counter() - start > LONGEST_WAIT:
            break
        time.sleep(0.01)
    return time.perf_counter() - start


def size_in_bytes(engine: SearchEngine, index: str) -> int | None:
    """What the index takes on the disk; None where the database cannot tell."""
    if isinstance(engine, ElasticsearchEngine):
        return engine.size(index)
    with connection.cursor() as cursor:
        if engine.name == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE %s",
                (f"searchindex_{index}%",),
            )
        else:
            cursor.execute(
                "SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_DBSTAT_VTAB'"
            )
            if cursor.fetchone() is None:
                return None
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE %s", (f"searchindex_{index}%",))
        (size,) = cursor.fetchone()
    return int(size or 0)


def benchmark(
    engine: SearchEngine, corpus: Corpus, searches: int, *, vectors: bool = False
) -> dict[str, object]:
    """All figures of an engine. The scratch index is gone afterwards. Raises `SearchUnavailable`.

    `vectors` are those of `made_up_vectors`: the same searches are timed with them, too.
    """
    index = index_name()
    engine.drop(index)
    engine.create(index)
    try:
        documents = corpus.documents()
        if vectors:
            from .made_up_vectors import with_vectors  # noqa: PLC0415  # needs numpy

            documents = with_vectors(documents)
        build = timed(lambda: engine.rebuild(index, documents))
        some = [document for document, _ in zip(corpus.documents(), range(WRITES), strict=False)]
        clusters = {document.id: document.cluster for document in corpus.documents()}
        queries, beginnings = corpus.queries(searches), corpus.beginnings(searches)
        # As a site that people use, and a server whose code is compiled: as many others come first.
        search_times(engine, index, corpus.queries(searches, others=True))
        suggestion_times(engine, index, corpus.beginnings(searches, others=True))
        figures: dict[str, object] = {
            "engine": engine.name,
            "entries": corpus.entries,
            "searches": searches,
            "searches_before": searches,
            "build_s": round(build, 1),
            "index_bytes": size_in_bytes(engine, index),
            "load": [round(load, 1) for load in os.getloadavg()],
            "search_ms": {form: vars(times) for form, times in search_times(engine, index, queries).items()},
            "suggest_ms": vars(suggestion_times(engine, index, beginnings)),
            "write_ms": vars(write_times(engine, index, some)),
        }
        if vectors:
            from .by_meaning import memory_with_vectors, times_with_vectors  # noqa: PLC0415  # uses this module

            times_with_vectors(engine, index, corpus.queries(searches, others=True), clusters)
            figures |= times_with_vectors(engine, index, queries, clusters) | {
                "memory": memory_with_vectors()
            }
        if isinstance(engine, ElasticsearchEngine):
            figures["found_after_s"] = round(seconds_until_found(engine, index, some[0]), 2)
    finally:
        engine.drop(index)
        get_database_engine().drop(index)
    return figures
