"""manage.py evaluate_search: how well the search ranks, on a folder of questions with known answers."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import SearchEngine, get_database_engine, get_server_engine
from search.engines.errors import SearchUnavailable
from tests.quality.search_evaluation.judged import BadJudgedSet, JudgedLanguage, read_judged_set

COMPARISONS = ("wagtail", "wagtail-optional")


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
        """DIR, --engine and --compare."""
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--engine", help="sqlite, postgresql, elasticsearch; without it, the one in use.")
        parser.add_argument(
            "--compare",
            choices=COMPARISONS,
            help="Wagtail's own database search on the same set: as it comes, or with all words optional.",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when the set cannot be read or the engine does not answer."""
        name, compare = options["engine"], options["compare"]
        engine = _engine(str(name) if name else None)
        try:
            parts = read_judged_set(Path(str(options["folder"])))
        except BadJudgedSet as error:
            raise CommandError(str(error)) from error
        try:
            self._measure(engine, parts, str(compare) if compare else None)
        except ModuleNotFoundError as error:
            raise CommandError(
                f"{error.name} is not installed; it is in requirements/dev.txt, with what else only measures."
            ) from error
        except SearchUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}.") from error

    def _measure(self, engine: SearchEngine, parts: list[JudgedLanguage], compare: str | None) -> None:
        # Here, so that a wrong line is told without what only measuring needs.
        from tests.quality.search_evaluation.figures import measure  # noqa: PLC0415
        from tests.quality.search_evaluation.visitors import scratch_search  # noqa: PLC0415

        documents = [document for part in parts for document in part.documents]
        with scratch_search(engine, documents) as answers:
            for part in parts:
                self.stdout.write(json.dumps(asdict(measure(engine.name, part, answers))))
        if compare:
            from tests.quality.search_evaluation.wagtail_stock import stock_search  # noqa: PLC0415

            with stock_search(compare, documents) as answers:
                for part in parts:
                    self.stdout.write(json.dumps(asdict(measure(compare, part, answers))))
