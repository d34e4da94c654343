"""manage.py backup: backs up the database, media, private files and the secret key while the site runs."""

import os
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fedcms.core.backups.database import BackupError
from fedcms.core.backups.sets import all_backups, alone, make_backup


class Command(BaseCommand):
    help = "Makes a backup below FEDCMS_BACKUP_DIR and deletes all but the newest ones; --list lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep", type=int, default=settings.FEDCMS_BACKUPS_KEPT, help="So many are kept."
        )
        parser.add_argument("--list", action="store_true", help="List them, the newest first, and make none.")

    def handle(self, *args: object, keep: int, list: bool, **options: object) -> None:  # noqa: A002  # the option's name
        root = settings.FEDCMS_BACKUP_DIR
        if list:
            for folder in all_backups(root):
                self.stdout.write(str(folder))
            return
        # For its user alone: there are addresses of people, and the secret key.
        os.umask(0o077)
        try:
            with alone(root):
                made = make_backup(root, keep=keep)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{made.folder} ({len(made.sizes)} files)")
        if not made.has_key:
            self.stderr.write(
                "The secret key is not in the backup: without FEDCMS_SECRET_KEY as it is now, second factors, links in"
                " mails and the list of who unsubscribed are void. Keep it elsewhere."
            )
