"""manage.py prove_mailing: sends a mailing of many mails while its worker is killed, and counts what a server got."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from tests.core.scratch_databases import scratch_databases
from tests.core.smtp_sink import smtp_sink
from tests.core.worker_site import ALIAS, WorkerSite
from tests.news.mailing.kills import Delivered, prepare, send_with_kills
from tests.template_database import store

SECONDS = 3_600


class Command(BaseCommand):
    """Prints one JSON object. The site's own data are not touched."""

    help = (
        "Sends a release to so many contacts from a scratch site, to an SMTP server on this machine, while the worker"
        " is killed with -9 so many times. Fails unless each contact got it, under one Message-ID, with at most one"
        " duplicate for each kill."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--mails and --kills."""
        parser.add_argument("--mails", type=int, default=10_000)
        parser.add_argument("--kills", type=int, default=5)

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` for a mail that is lost, a second Message-ID, and too many duplicates."""
        mails, kills = int(str(options["mails"])), int(str(options["kills"]))
        delivered = _deliver(mails, kills)
        self.stdout.write(json.dumps({"database": connection.vendor} | asdict(delivered)))
        if delivered.lost or delivered.changed_ids or delivered.duplicates > kills:
            raise CommandError("Mails were lost, or left twice more often than the worker was killed.")


def _deliver(mails: int, kills: int) -> Delivered:
    with (
        tempfile.TemporaryDirectory(prefix="fedcms-mailing-") as name,
        scratch_databases(_made(Path(name) / "template"), store.PROVISIONED) as copy,
        smtp_sink() as sink,
    ):
        folder = _made(Path(name) / "site")
        site = WorkerSite(folder, copy(folder), {"WORKER_TEST_SMTP_PORT": str(sink.port)})
        connections.settings[ALIAS] = site.settings
        sink.headers_only = True
        try:
            prepare(site, mails)
            return send_with_kills(site, sink, mails, kills, SECONDS)
        finally:
            for process in site.processes:
                if process.poll() is None:
                    site.kill(process)
            connections[ALIAS].close()
            del connections[ALIAS], connections.settings[ALIAS]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
