"""manage.py restore_backup: puts a backup in the place of the site's database and files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from fedcms.core.backups.database import BackupError, has_content
from fedcms.core.backups.sets import read_backup, restore_backup


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty site, migrates it and checks it; --replace: also over what is there. Stop web"
        " and worker first."
    )
    # The tables are not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that manage.py backup made.")
        parser.add_argument("--replace", action="store_true", help="Delete what the site holds now.")

    def handle(self, *args: object, folder: Path, replace: bool, **options: object) -> None:
        try:
            backup = read_backup(folder)
            if has_content() and not replace:
                raise CommandError(
                    "The database is not empty; nothing was changed. Stop web and worker, then add --replace: all that"
                    " the site holds now is deleted."
                )
            files = restore_backup(backup)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder} is restored ({files} files).")
        # A backup may be of an older release.
        call_command("migrate", interactive=False, verbosity=0)
        call_command("check", databases=["default"], stdout=self.stdout)
        call_command("check_files", stdout=self.stdout, stderr=self.stderr)
        call_command("check_rights", stdout=self.stdout, stderr=self.stderr)
