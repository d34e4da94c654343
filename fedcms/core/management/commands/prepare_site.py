"""manage.py prepare_site: prepares the database and files before serving; safe to repeat."""

import hashlib
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from fedcms.core.i18n.message_catalogues import compile_and_reload
from fedcms.core.metrics.process_files import remove_files_of_dead
from fedcms.core.page_indexes import analyse


class Command(BaseCommand):
    help = "Compiles message catalogues, migrates the database and collects static files; with --demo, loads it once."
    # Checks of models may need tables that do not exist yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-static", action="store_true", help="Leave static files where they are (development)."
        )
        demo = parser.add_mutually_exclusive_group()
        demo.add_argument("--demo", action="store_true", help="The demo, into an empty database.")
        demo.add_argument(
            "--no-demo", action="store_true", help="An empty federation, which is what it makes anyway."
        )
        parser.add_argument("--accounts-to", type=int, help="A file descriptor for the demo's accounts.")

    def handle(
        self, *args: object, no_static: bool, demo: bool, accounts_to: int | None, **options: object
    ) -> None:
        if accounts_to is not None and not is_open(accounts_to):
            raise CommandError(f"--accounts-to {accounts_to}: no such file descriptor is open.")
        make_folder()
        try:
            if compile_and_reload(settings.LOCALE_PATHS):
                self.stdout.write("Message catalogues compiled.")
        except OSError as error:
            raise CommandError(
                f"The message catalogues cannot be compiled ({error}). Let this user write there, or compile before."
            ) from error
        is_upgrade = is_behind()
        had_content = is_upgrade and has_migrated()
        with self.static_files_collected(wanted=not no_static):
            if is_upgrade:
                self.stdout.write("Migrating the database …")
                self.stdout.flush()
                call_command("migrate", interactive=False, verbosity=0)
        known = get_commands()
        refuse_what_must_not_be_served()
        if not demo or "load_demo" not in known:
            call_command("provision_federation")
        else:
            call_command("load_demo", if_empty=True)
            if had_content:
                # What a new release adds to each section.
                call_command("provision_federation")
        analyse()
        remove_files_of_dead(settings.FEDCMS_METRICS_DIR)
        if accounts_to is not None and "demo_accounts" in known:
            with os.fdopen(accounts_to, "w") as out:
                call_command("demo_accounts", stdout=out)

    @contextmanager
    def static_files_collected(self, *, wanted: bool) -> Iterator[None]:
        """Hashes and compresses static files on a second core meanwhile, unless they are the same as last time.

        Raises `CommandError` when `collectstatic` fails; its own words are printed above.
        """
        stamp = Path(settings.STATIC_ROOT) / f".collected-{settings.FEDCMS_RELEASE}"
        fingerprint = static_fingerprint() if wanted else ""
        if not wanted or (stamp.exists() and stamp.read_text() == fingerprint):
            yield
            return
        self.stdout.write("Hashing and compressing static files …")
        self.stdout.flush()
        command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
        paths = os.pathsep.join(path for path in sys.path if path)
        with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}) as child:  # noqa: S603  # our own
            # It has a thread for each core; migrations, which take longer, come first.
            os.setpriority(os.PRIO_PROCESS, child.pid, max(10, os.getpriority(os.PRIO_PROCESS, 0)))
            # Whatever happens meanwhile, it is waited for: half a file would pass for a whole one next time.
            yield
            if child.wait():
                raise CommandError(
                    "The static files cannot be collected: collectstatic says why above. Then run this again."
                )
        stamp.write_text(fingerprint)


def is_open(descriptor: int) -> bool:
    """Returns whether a file descriptor is open."""
    try:
        os.fstat(descriptor)
    except (OSError, OverflowError):
        return False
    return True


def make_folder() -> None:
    """Creates the folder for files that a running site writes (FEDCMS_VAR_DIR). Raises `CommandError` if it cannot."""
    try:
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"FEDCMS_VAR_DIR={settings.VAR_DIR}: {error.strerror}. Name a folder.") from error


def refuse_what_must_not_be_served() -> None:
    """Raises `CommandError` when what the database holds must not be served, such as the demo under a public name."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    if serious := [str(message) for message in found if message.is_serious()]:
        raise CommandError("\n".join(serious))


def is_behind() -> bool:
    """Returns whether a migration is pending: asking is fast, while `migrate` takes seconds even with nothing to do.

    Raises `CommandError` when the database cannot be opened.
    """
    try:
        executor = MigrationExecutor(connection)
    except (OperationalError, ImproperlyConfigured) as error:
        raise CommandError(
            f"The database does not open: {str(error).strip()}. DATABASE_URL says where it is."
        ) from error
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_migrated() -> bool:
    """Returns whether an earlier release has migrated the database already."""
    return bool(MigrationExecutor(connection).loader.applied_migrations)


def static_fingerprint() -> str:
    """Returns a digest that changes whenever a static file of the project or of a package changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
