"""manage.py benchmark_translations: what the report on translations costs with many made-up pages."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from fedcms.users.models import User
from tests.quality.translation_benchmark import (
    analyse,
    give,
    make_locales,
    make_pages,
    make_publisher,
    make_superuser,
    milliseconds_of,
    queries_of,
)

MORE_LANGUAGES = [("de", "Deutsch"), ("it", "Italiano"), ("pt", "Português"), ("nl", "Nederlands")]


class Command(BaseCommand):
    """Prints one line of JSON. All that it makes is in one transaction, which is undone."""

    help = (
        "Measures the report on translations: queries and server time of its first screen, whole (the session, the"
        " rights, the view and its template), for the publisher of all the pages and for a superuser. Times in"
        " milliseconds, of one process: on the clock, and of its CPU alone. Nothing stays in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--pages, --languages, --rounds."""
        parser.add_argument("--pages", type=int, default=2_000)
        parser.add_argument("--languages", type=int, default=6)
        parser.add_argument("--rounds", type=int, default=40)

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` for numbers that tell nothing."""
        pages, number, rounds = (int(str(options[name])) for name in ("pages", "languages", "rounds"))
        languages = [*settings.WAGTAIL_CONTENT_LANGUAGES, *MORE_LANGUAGES][:number]
        if pages < 1 or rounds < 2 or len(languages) < max(2, number):
            raise CommandError(f"At least 1 page and 2 rounds; 2 to {len(languages)} languages.")
        with (
            transaction.atomic(),
            override_settings(
                LANGUAGES=languages,
                WAGTAIL_CONTENT_LANGUAGES=languages,
                ALLOWED_HOSTS=["*"],
                SECURE_SSL_REDIRECT=False,
            ),
        ):
            figures = self._measure(pages, [code for code, _name in languages], rounds)
            transaction.set_rollback(True)
        self.stdout.write(json.dumps(figures))

    def _measure(self, pages: int, codes: list[str], rounds: int) -> dict[str, object]:
        locales = make_locales(codes)
        originals = make_pages(pages, locales)
        publisher = make_publisher(locales)
        give(originals, locales[1], publisher)
        analyse()
        one = {"state": "stale", "days": "30"}
        several = {"state": "missing", "given": "nobody", "translator": ""}
        return {
            "database": connection.vendor,
            "pages": pages,
            "languages": len(locales),
            **_figures(publisher, rounds),
            "filtered": _figures(publisher, rounds, **one),
            "filtered_missing": _figures(publisher, rounds, **several),
            "superuser": _figures(make_superuser(), rounds),
        }


def _figures(user: User, rounds: int, **filters: str) -> dict[str, object]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "queries": queries_of(client, **filters),
        "server_ms": milliseconds_of(client, rounds, **filters),
    }
