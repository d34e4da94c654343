"""manage.py evaluate_search: how well the search ranks, on a folder of questions with known answers."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import EntryDocument, SearchEngine, get_database_engine, get_server_engine
from search.engines.errors import SearchUnavailable
from search.engines.protocol import ComparesVectors
from search.meaning.choice import get_embedder
from search.meaning.embedder import EmbedderUnavailable
from tests.quality.search_evaluation.judged import BadJudgedSet, JudgedLanguage, read_judged_set
from tests.quality.search_evaluation.perturbations import NAMES, UNCHANGED, BadPerturbation

if TYPE_CHECKING:
    from tests.quality.search_evaluation.figures import Answers

BM25 = "bm25"
COMPARISONS = (BM25, "wagtail", "wagtail-optional")
SEED = 20261130

Asked = Sequence[tuple[str, Sequence[JudgedLanguage]]]
"""Perturbations by name, each with the set as it is asked."""


def _engine(name: str | None) -> SearchEngine:
    """The engine asked for, or the one in use: the search server if there is one, else the database."""
    server, database = get_server_engine(), get_database_engine()
    if name is None:
        return server or database
    for engine in (server, database):
        if engine and engine.name == name:
            return engine
    given = " and ".join(engine.name for engine in (server, database) if engine)
    raise CommandError(
        f"No engine {name!r} here, there is {given}. FEDCMS_SEARCH_URL names an Elasticsearch server, DATABASE_URL"
        " the database."
    )


class Command(BaseCommand):
    """Prints a JSON object a language and engine; the site's own index is not touched."""

    help = (
        "Measures the search as visitors get it on a judged set: a folder with corpus.jsonl, queries.jsonl and"
        " qrels.tsv, as BEIR has them, the language of each document in its metadata."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """DIR, --engine, --compare, --perturb, --seed, --corpus-language and --meaning."""
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--engine", help="sqlite, postgresql, elasticsearch; without it, the one in use.")
        parser.add_argument(
            "--compare",
            choices=COMPARISONS,
            help="On the same set: BM25 with all words optional, or Wagtail's own database search, as it comes or with"
            " all words optional.",
        )
        parser.add_argument(
            "--perturb",
            action="append",
            metavar="NAME",
            help=f"Changes the queries as people type: {NAMES}; several at once as keywords:3+typo:1. May be given more"
            f" than once: each is measured, with {UNCHANGED} the queries as they are.",
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help="Of the typing errors; the same seed, the same."
        )
        parser.add_argument(
            "--corpus-language",
            default="",
            metavar="CODE",
            help="Asks all queries of the documents in this language: those judged, and translations of those judged"
            " (documents whose metadata have the same translation_key).",
        )

        parser.add_argument(
            "--meaning",
            action="store_true",
            help="Also what is near in meaning, by the embedder of FEDCMS_EMBEDDER, as on a site that has one; and the"
            " nearest alone, without any words.",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when the set cannot be read or the engine does not answer."""
        chosen, compare = options["engine"], options["compare"]
        engine = _engine(str(chosen) if chosen else None)
        perturb = options["perturb"] or [UNCHANGED]
        names = [str(name) for name in perturb] if isinstance(perturb, list) else [str(perturb)]
        corpus_language = str(options["corpus_language"]).lower()
        try:
            parts = read_judged_set(Path(str(options["folder"])), corpus_language)
            seed = int(str(options["seed"]))
            asked = [(name, [part.perturbed(name, seed) for part in parts]) for name in names]
        except (BadJudgedSet, BadPerturbation) as error:
            raise CommandError(str(error)) from error
        try:
            self._measure(engine, asked, str(compare) if compare else None, meaning=bool(options["meaning"]))
        except ModuleNotFoundError as error:
            raise CommandError(
                f"{error.name} is not installed; it is in requirements/dev.txt, with what else only measures."
            ) from error
        except EmbedderUnavailable as error:
            raise CommandError(f"The embedder does not answer: {error}.") from error
        except SearchUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}.") from error

    def _measure(self, engine: SearchEngine, asked: Asked, compare: str | None, *, meaning: bool) -> None:
        # Here, so that a wrong line is told without what only measuring needs.
        from tests.quality.search_evaluation.visitors import scratch_search  # noqa: PLC0415

        _, parts = asked[0]
        # Those of a part may be those of another, where all are asked of one language.
        documents = list({document.id: document for part in parts for document in part.documents}.values())
        with scratch_search(engine, documents) as answers:
            self._say(engine.name, asked, answers)
        if meaning:
            self._measure_meaning(engine, asked, documents)
        if compare == BM25:
            from tests.quality.search_evaluation.bm25 import bm25_search  # noqa: PLC0415

            self._say(BM25, asked, bm25_search(documents))
        elif compare:
            from tests.quality.search_evaluation.wagtail_stock import stock_search  # noqa: PLC0415

            with stock_search(compare, documents) as answers:
                self._say(compare, asked, answers)

    def _measure_meaning(
        self, engine: SearchEngine, asked: Asked, documents: Sequence[EntryDocument]
    ) -> None:
        from tests.quality.search_evaluation import meaning, visitors  # noqa: PLC0415

        embedder = get_embedder()
        if embedder is None:
            raise CommandError("FEDCMS_EMBEDDER names no embedder.")
        embedded = meaning.with_vectors(embedder, documents)
        in_file = meaning.nearest_documents(embedder, embedded, meaning.as_the_file_compares(embedded))
        self._say(f"{embedder.name} alone", asked, meaning.by_vectors(in_file))
        with visitors.scratch_search(engine, documents, lambda _index: in_file) as answers:
            self._say(f"{engine.name}, {embedder.name}", asked, answers)
        # What visitors get where a server answers and the machine has no file.
        if isinstance(engine, ComparesVectors):

            def on_server(index: str) -> "visitors.Nearest":
                compared = meaning.as_a_server_compares(engine, index)
                return meaning.nearest_documents(embedder, embedded, compared)

            with visitors.scratch_search(engine, embedded, on_server) as answers:
                self._say(f"{engine.name}, {embedder.name} compared there", asked, answers)

    def _say(self, name: str, asked: Asked, answers: "Answers") -> None:
        from tests.quality.search_evaluation.figures import measure  # noqa: PLC0415

        for perturbed, parts in asked:
            for part in parts:
                self.stdout.write(json.dumps(asdict(measure(name, part, answers, perturbed))))
