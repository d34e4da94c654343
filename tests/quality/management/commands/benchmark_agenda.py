"""manage.py benchmark_agenda: what the agenda costs as its events grow, on the kind of database in use."""

import json
import logging
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page

from clusters.models import ContentPage
from events.models import AgendaPage, CallForApplications, EventPage, SignUpSheet, TradeMissionPage
from events.weeks import week_begin, week_key
from fedcms.core.public_version import forget_all
from tests.quality.pages.agenda_rows import Dated, add_series_calls_and_sheets
from tests.quality.pages.asked import visit
from tests.quality.pages.copies import Copies
from tests.quality.pages.database import analyse, scratch_database
from tests.quality.pages.seed import make_seed
from tests.quality.pages.timing import cost_of

SMALLEST, STEP = 300, 2_000
KINDS = ("event", "mission")
ALL_FILTERS = "cluster=aaa&topic=ai&audience=school&country=CA&attendance=onsite&kind=mission&from=2020-01-01"


def _agenda(*, only_missions: bool) -> str:
    found = AgendaPage.objects.filter(locale__language_code="fr", only_missions=only_missions)
    return str(found.order_by("depth")[0].url_path)


def _coming(model: type[Dated], **wanted: object) -> Dated:
    """The first event or mission in French that was made and is to come: the same at each size."""
    pages = model.objects.filter(locale__language_code="fr", live=True, **wanted)
    found: Dated = pages.not_over(timezone.now()).order_by("pk")[0]
    return found


def addresses() -> dict[str, str]:
    """What is asked of the French agenda of the federation, and of pages with a sign-up, dates and a call."""
    agenda = _agenda(only_missions=False)
    sheets = SignUpSheet.objects.values("translation_key")
    calls = CallForApplications.objects.filter(is_cancelled=False).values("translation_key")
    mission = _coming(TradeMissionPage, translation_key__in=calls)
    assert mission.starts_on is not None
    # A week that has a mission with a call: one without asks a query less.
    week = week_key(week_begin(mission.starts_on))
    return {
        "list": agenda,
        "list, all filters": f"{agenda}?{ALL_FILTERS}",
        "past": f"{agenda}?past=1",
        "week": f"{agenda}?view=week&week={week}",
        "month": f"{agenda}?view=month",
        "map": f"{agenda}?view=map",
        "missions": _agenda(only_missions=True),
        "event with a sign-up": _coming(EventPage, translation_key__in=sheets, repeats="").url_path,
        "event that repeats": _coming(EventPage, repeats="weekly").url_path,
        "mission with a call": mission.url_path,
        "calendar": "/fr/feeds/calendar.ics",
        "API": "/api/v1/events/?page_size=100",
        "API, all filters": f"/api/v1/missions/?{ALL_FILTERS.replace('&kind=mission', '')}",
    }


def _after_a_change(call: Callable[[], object]) -> Callable[[], object]:
    """The same when nothing is remembered, as after each publication."""

    def cold() -> None:
        forget_all()
        call()

    return cold


class Command(BaseCommand):
    """Prints a JSON object a line and view. The site's own data are not touched."""

    help = (
        "Measures the views of the agenda, its calendar and its API with 300 and --events events and missions a"
        " language, some of them series, with sign-ups and with calls, in a scratch database of the same kind as the"
        " site's. Milliseconds, medians: CPU of the process,"
        " and time in the database; `warm` with counts remembered, `cold` as after a change."
    )

    _dressed = 0
    """The greatest primary key of the pages that have what makes an agenda costly."""

    def add_arguments(self, parser: CommandParser) -> None:
        """--events, --rounds, --statements."""
        parser.add_argument("--events", type=int, default=10_000, help="The largest number, in French.")
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--statements", type=int, default=0, help="So many of the slowest to stderr.")

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` for numbers that tell nothing, and when queries grow with the number of events."""
        most, rounds = int(str(options["events"])), int(str(options["rounds"]))
        if most < SMALLEST or rounds < 1:
            raise CommandError(f"At least {SMALLEST} events and one round.")
        logging.getLogger("django.request").setLevel(logging.ERROR)
        with (
            scratch_database(keep=False),
            override_settings(
                DEBUG=False, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, FEDCMS_API_RATE="1000000/m"
            ),
        ):
            copies = Copies(make_seed(), with_search=False, kinds=KINDS)
            queries: dict[tuple[str, str], set[int]] = {}
            for size in sorted({SMALLEST, most}):
                self._grow(copies, size)
                for name, state, number in self._measure(size, rounds, int(str(options["statements"]))):
                    queries.setdefault((name, state), set()).add(number)
        grown = [f"{name} ({state})" for (name, state), numbers in queries.items() if len(numbers) > 1]
        if grown:
            raise CommandError(f"The number of queries depends on the number of events: {', '.join(grown)}.")

    def _grow(self, copies: Copies, size: int) -> None:
        french = ContentPage.objects.filter(locale__language_code="fr").of_kinds(*KINDS)
        while (missing := size - french.count()) > 0:
            copies.grow(Page.objects.count() + min(STEP, missing))
        add_series_calls_and_sheets(after=self._dressed)
        self._dressed = Page.objects.aggregate(last=Max("pk"))["last"]
        self.stderr.write(f"{size} events and missions in French, {Page.objects.count()} pages")
        analyse()

    def _measure(self, size: int, rounds: int, statements: int) -> list[tuple[str, str, int]]:
        found = []
        client = Client()
        for name, address in addresses().items():
            call = visit(client, address)
            for state, asked in (("warm", call), ("cold", _after_a_change(call))):
                cost = cost_of(asked, rounds)
                figures = {
                    figure: getattr(cost, figure) for figure in ("queries", "cpu_ms", "db_ms", "db_cpu_ms")
                }
                line = {"database": connection.vendor, "events": size, "view": name, "state": state} | figures
                self.stdout.write(json.dumps(line))
                self.stdout.flush()
                found.append((name, state, int(figures["queries"])))
                for milliseconds, text in cost.slowest[:statements]:
                    self.stderr.write(f"    {milliseconds} ms: {text}")
        return found
