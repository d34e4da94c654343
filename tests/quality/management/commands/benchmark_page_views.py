"""manage.py benchmark_page_views: whether page views are counted exactly in all three ways, and what that costs."""

import json
import tempfile
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings
from wagtail.models import Page

from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q
from home.view_counts.robot_map import robot_map
from tests.quality.pages.database import scratch_database
from tests.quality.pages.seed import make_seed
from tests.quality.view_benchmark import Outcome, application, replay_behind_nginx, replay_in_process
from tests.view_counts.nginx_site import behind_nginx, has_nginx

PAGES = 60
MOST_ADDED_MS = 1.0
SETTLE_SECONDS = 0.5
"""nginx writes its log unbuffered, after the response: the last lines come a moment later."""


class Command(BaseCommand):
    """Prints a JSON object a way. The site's own data are not touched."""

    help = (
        "Replays page views in a scratch database: a tenth made by Django, the rest in equal parts from Django's cache"
        " and from a real nginx with the configuration of docs/operations. Fails unless each way counts all of them, at"
        " a millisecond a view at most."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--views: in all three ways together."""
        parser.add_argument("--views", type=int, default=100_000)

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` for a count that is not exact, a cost beyond the limit, and without nginx."""
        views = int(str(options["views"]))
        if views < 1_000:
            raise CommandError("At least 1,000 views.")
        if not has_nginx():
            raise CommandError("nginx is not installed (apt install nginx-light).")
        made, kept = views // 10, (views - views // 10) // 2
        with (
            scratch_database(keep=False),
            override_settings(
                DEBUG=False,
                ALLOWED_HOSTS=["*"],
                SECURE_SSL_REDIRECT=False,
                FEDCMS_PAGE_VIEWS_SECONDS=0.0,
                CACHE_MIDDLEWARE_SECONDS=3_600,
                FEDCMS_SHARED_CACHE_SECONDS=30,
            ),
        ):
            make_seed()
            paths = [page_address(page) for page in Page.objects.filter(visible_q(), depth__gt=1)[:PAGES]]
            self._check(replay_in_process("django", paths, made, with_cache=False))
            self._check(replay_in_process("process", paths, kept, with_cache=True))
            self._check(_behind_nginx(paths, views - made - kept))

    def _check(self, outcome: Outcome) -> None:
        shown = {"database": connection.vendor} | asdict(outcome)
        shown |= {"added_ms": round(outcome.added_ms, 4), "seconds": round(outcome.seconds, 1)}
        self.stdout.write(json.dumps(shown))
        if outcome.counted != outcome.expected:
            raise CommandError(f"{outcome.way}: {outcome.counted} views are counted, not {outcome.expected}.")
        if outcome.added_ms > MOST_ADDED_MS:
            raise CommandError(f"{outcome.way}: a view costs {outcome.added_ms:.2f} ms more.")


def _behind_nginx(paths: list[str], views: int) -> Outcome:
    with (
        tempfile.TemporaryDirectory(prefix="fedcms-views-") as folder,
        application() as upstream,
        behind_nginx(upstream, robot_map(), Path(folder)) as nginx,
    ):
        host, port = nginx.address.removeprefix("http://").split(":")
        settle = partial(time.sleep, SETTLE_SECONDS)
        return replay_behind_nginx(paths, views, (host, int(port)), nginx.log, settle)
