"""manage.py prove_sign_in: tries wrong passwords in several processes, and counts how many were looked at."""

import json
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from tests.core.scratch_databases import scratch_databases
from tests.core.worker_site import WorkerSite
from tests.quality.sign_in_tries import as_json, try_in_processes, try_passwords
from tests.template_database import store


class Command(BaseCommand):
    """Prints one JSON object. The site's own data are not touched, unless with --seed, as its own processes do."""

    help = (
        "Tries so many wrong passwords of so many accounts from so many addresses in processes at once, on a scratch"
        " site. Fails when more of them were looked at than the limits of a quarter of an hour allow."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each; --seed is for the processes that the command starts."""
        parser.add_argument("--tries", type=int, default=10_000)
        parser.add_argument("--accounts", type=int, default=500)
        parser.add_argument("--addresses", type=int, default=100)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--seed", type=int, default=None)

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when a limit did not hold."""
        tries, accounts, addresses, processes = (
            int(str(options[name])) for name in ("tries", "accounts", "addresses", "processes")
        )
        if options["seed"] is not None:
            seen = try_passwords(tries, accounts, addresses, int(str(options["seed"])))
            self.stdout.write(json.dumps(seen))
            return
        with (
            tempfile.TemporaryDirectory(prefix="fedcms-sign-in-") as name,
            scratch_databases(_made(Path(name) / "template"), store.MIGRATED) as copy,
        ):
            folder = _made(Path(name) / "site")
            found = try_in_processes(WorkerSite(folder, copy(folder)), processes, tries, accounts, addresses)
        self.stdout.write(as_json(found, connection.vendor))
        if (
            found.of_one_account > settings.FEDCMS_TRIES_OF_ACCOUNT
            or found.of_one_address > settings.FEDCMS_TRIES_OF_ADDRESS
        ):
            raise CommandError("More passwords were looked at than the limits allow.")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
