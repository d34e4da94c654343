"""manage.py benchmark_search: what the search costs with many made-up entries, engine by engine."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from search.engines import get_database_engine, get_server_engine
from search.engines.errors import SearchUnavailable
from search.meaning.choice import get_embedder
from search.meaning.embedder import EmbedderUnavailable
from tests.quality.search_benchmark.measuring import PATIENCE, Times, benchmark, timed
from tests.quality.search_benchmark.synthetic import Corpus

SEED = 20261125


class Command(BaseCommand):
    """Prints a JSON object a line: the mix of searches, each engine, Wagtail. The site's own index is not touched."""

    help = (
        "Measures the search of the database in use, of the search server if FEDCMS_SEARCH_URL names one, and Wagtail's"
        " own search on the same made-up entries. Times in milliseconds, of one process."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--entries, --searches, --engine, --vectors, --without-wagtail."""
        parser.add_argument("--entries", type=int, default=100_000, help="100,000 unless told otherwise.")
        parser.add_argument("--searches", type=int, default=300)
        parser.add_argument(
            "--engine", choices=("sqlite", "postgresql", "elasticsearch"), help="This one alone."
        )
        parser.add_argument(
            "--vectors",
            action="store_true",
            help="Also with made-up vectors, and the model of FEDCMS_EMBEDDER. On a database without entries.",
        )
        parser.add_argument("--without-wagtail", action="store_true", help="Wagtail's own search takes long.")

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when there are too few entries, or an engine does not answer."""
        entries, searches = int(str(options["entries"])), int(str(options["searches"]))
        if entries < 1_000 or searches < 20:
            raise CommandError("At least 1000 entries and 20 searches: fewer tell nothing of an engine.")
        corpus = Corpus(entries, SEED, timezone.now())
        self._say_mix(corpus, searches)
        engines = (get_database_engine(), get_server_engine(timeout=PATIENCE))
        chosen = [engine for engine in engines if engine and options["engine"] in (None, engine.name)]
        if not chosen:
            raise CommandError(
                f"{options['engine']} is neither the database in use nor, by FEDCMS_SEARCH_URL, its server."
            )
        with self._vectors(corpus, searches) if options["vectors"] else nullcontext():
            for engine in chosen:
                try:
                    self._say(benchmark(engine, corpus, searches, vectors=bool(options["vectors"])))
                except SearchUnavailable as error:
                    raise CommandError(f"{engine.name} does not answer: {error}.") from error
        if not options["without_wagtail"]:
            self._measure_wagtail(corpus, searches)

    @contextmanager
    def _vectors(self, corpus: Corpus, searches: int) -> Iterator[None]:
        # Here, since it needs numpy.
        from tests.quality.search_benchmark.made_up_vectors import (  # noqa: PLC0415
            EntriesAreThere,
            made_up_vectors,
        )

        embedder = get_embedder()
        if embedder is None:
            raise CommandError("FEDCMS_EMBEDDER names no embedder.")
        try:
            with made_up_vectors(corpus, embedder, [text for _, _, text in corpus.queries(searches)]):
                yield
        except EntriesAreThere as error:
            raise CommandError(
                "The site has entries or vectors. Made-up vectors want a database of their own."
            ) from error
        except EmbedderUnavailable as error:
            raise CommandError(f"The embedder does not answer: {error}.") from error

    def _say(self, figures: dict[str, object]) -> None:
        self.stdout.write(json.dumps(figures))
        self.stdout.flush()

    def _say_mix(self, corpus: Corpus, searches: int) -> None:
        for _document in corpus.documents():
            pass
        queries = corpus.queries(searches)
        forms = Counter(form for form, _, _ in queries)
        samples = {form: next((text for each, _, text in queries if each == form), None) for form in forms}
        self._say({"mix": dict(forms), "entries_by_language": dict(corpus.sizes), "samples": samples})

    def _measure_wagtail(self, corpus: Corpus, searches: int) -> None:
        from tests.quality.search_evaluation.wagtail_stock import stock_search  # noqa: PLC0415  # it makes a model

        documents = list(corpus.documents())
        queries = corpus.queries(searches)
        for engine in ("wagtail", "wagtail-optional"):
            started = timezone.now()
            with stock_search(engine, documents) as answers:
                build = (timezone.now() - started).total_seconds()
                # A few: with many entries each of them takes long.
                some = queries[: max(20, searches // 10)]
                times = [timed(partial(answers, text, language, language)) for _, language, text in some]
            self._say(
                {
                    "engine": engine,
                    "entries": corpus.entries,
                    "build_s": round(build, 1),
                    "search_ms": {"all": vars(Times.of(times))},
                }
            )
