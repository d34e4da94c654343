"""manage.py benchmark_pages: what pages cost as their number grows, on the kind of database in use."""

import json
import logging

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings
from wagtail.models import Page

from tests.quality.pages.asked import admin_calls, public_calls, publication
from tests.quality.pages.copies import Copies, some_words
from tests.quality.pages.database import analyse, scratch_database
from tests.quality.pages.seed import Seed, find_seed, make_seed
from tests.quality.pages.timing import Cost, cost_of

SMALLEST, MIDDLE = 300, 20_000


class Command(BaseCommand):
    """Prints a JSON object a line and page. The site's own data are not touched."""

    help = (
        "Measures pages, the admin and a publication with 300, 20,000 and --pages made-up pages, in a scratch database"
        " of the same kind as the site's. Milliseconds, medians of warm calls: CPU of the application, and time in the"
        " database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--pages, --sizes, --rounds, --only, --statements, --without-search, --keep."""
        parser.add_argument(
            "--pages", type=int, default=100_000, help="The largest number; 100,000 unless told otherwise."
        )
        parser.add_argument("--sizes", help="Other numbers of pages, with commas between.")
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--only", help="Names of pages, with commas between.")
        parser.add_argument(
            "--statements", type=int, default=0, help="So many of the slowest statements to stderr."
        )
        parser.add_argument(
            "--without-search", action="store_true", help="Fills no search index, which takes longest."
        )

        parser.add_argument(
            "--keep",
            action="store_true",
            help="Leaves the scratch database; one that was left is measured again as it is.",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` for numbers that tell nothing."""
        most = int(str(options["pages"]))
        sizes = sorted({int(size) for size in str(options["sizes"]).split(",")}) if options["sizes"] else []
        sizes = sizes or sorted({*(size for size in (SMALLEST, MIDDLE) if size < most), most})
        if sizes[0] < SMALLEST or int(str(options["rounds"])) < 1:
            raise CommandError(f"At least {SMALLEST} pages and one round.")
        logging.getLogger("django.request").setLevel(logging.ERROR)
        with (
            scratch_database(keep=bool(options["keep"])) as is_new,
            override_settings(DEBUG=False, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False),
        ):
            if not is_new:
                self._measure(find_seed(), Page.objects.count(), options)
                return
            seed = make_seed()
            copies = Copies(seed, with_search=not options["without_search"])
            for size in sizes:
                copies.grow(size)
                self.stderr.write(f"{size} pages")
                analyse()
                self._measure(seed, size, options)

    def _measure(self, seed: Seed, size: int, options: dict[str, object]) -> None:
        only = {name.strip() for name in str(options["only"]).split(",")} if options["only"] else None
        calls = public_calls(seed, some_words()) | admin_calls(seed) | {"publication": publication(seed)}
        for name, call in calls.items():
            if only is None or name in only:
                cost = cost_of(call, int(str(options["rounds"])))
                self._say(size, name, cost, int(str(options["statements"])))

    def _say(self, size: int, name: str, cost: Cost, statements: int) -> None:
        figures = {name: getattr(cost, name) for name in ("queries", "cpu_ms", "db_ms", "db_cpu_ms")}
        self.stdout.write(json.dumps({"database": connection.vendor, "pages": size, "page": name} | figures))
        self.stdout.flush()
        for milliseconds, text in cost.slowest[:statements]:
            self.stderr.write(f"    {milliseconds} ms: {text}")
