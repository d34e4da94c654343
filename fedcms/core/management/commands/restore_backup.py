"""manage.py restore_backup: puts a backup in the place of the site's database and files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from fedcms.core.backups.database import BackupError, has_content
from fedcms.core.backups.sets import check_backup, read_backup, restore_backup
from fedcms.core.models import LaneBeat, OutgoingMail
from fedcms.core.tasks.beats import SECONDS_BETWEEN_BEATS


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
        parser.add_argument(
            "--drop-mails", action="store_true", help="Delete mails that waited when the backup was made."
        )

    def handle(self, *args: object, folder: Path, replace: bool, drop_mails: bool, **options: object) -> None:
        try:
            backup = read_backup(folder)
            check_backup(backup)
            if has_content():
                self._refuse_to_replace(wanted=replace)
            restore_backup(backup)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder} is restored ({len(backup.sizes)} files).")
        # A backup may be of an older release.
        call_command("migrate", interactive=False, verbosity=0)
        if drop_mails:
            self.stdout.write(f"{OutgoingMail.objects.all().delete()[0]} mails are deleted.")
        call_command("check", databases=["default"], stdout=self.stdout)
        call_command("check_files", stdout=self.stdout, stderr=self.stderr)
        call_command("check_rights", stdout=self.stdout, stderr=self.stderr)

    @staticmethod
    def _refuse_to_replace(*, wanted: bool) -> None:
        """Raises `CommandError` unless that is wanted and no worker writes meanwhile."""
        if not wanted:
            raise CommandError(
                "The database is not empty; nothing was changed. Stop web and worker, then add --replace: all that the"
                " site holds now is deleted."
            )
        if LaneBeat._meta.db_table not in connection.introspection.table_names():
            return
        last = LaneBeat.objects.aggregate(last=Max("beat_at"))["last"]
        if last is not None and (timezone.now() - last).total_seconds() < 2 * SECONDS_BETWEEN_BEATS:
            raise CommandError(
                "A worker has worked within the last half minute; nothing was changed. Stop it, and try again in half a"
                " minute."
            )
