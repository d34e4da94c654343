"""manage.py prepare_site: all that must be true before the site is served, in one process, safe to repeat."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import translation

from fedcms.core.catalogues import compile_catalogues


class Command(BaseCommand):
    help = (
        "Compiles message catalogues, migrates the database, collects static files and loads the demo once."
    )
    # The tables that the checks of models ask for may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-static", action="store_true", help="Leave static files where they are (development)."
        )
        parser.add_argument("--no-demo", action="store_true", help="Load no demo into an empty database.")

    def handle(self, *args: object, no_static: bool, no_demo: bool, **options: object) -> None:
        if any([compile_catalogues(Path(folder)) for folder in settings.LOCALE_PATHS]):
            translation.trans_real._translations.clear()  # type: ignore[attr-defined]  # noqa: SLF001  # read anew
            self.stdout.write("Message catalogues compiled.")
        self.stdout.write("Migrating the database …")
        self.stdout.flush()
        call_command("migrate", interactive=False, verbosity=0)
        if not no_static:
            self.collect_static()
        if not no_demo:
            for command in [name for name in ("load_demo",) if name in get_commands()]:
                call_command(command, if_empty=True)

    def collect_static(self) -> None:
        """Hashes and compresses static files, unless they are the same as last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            return
        self.stdout.write("Hashing and compressing static files …")
        self.stdout.flush()
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Changes whenever a static file of the project or of a package does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
