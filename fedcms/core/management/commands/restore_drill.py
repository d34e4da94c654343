"""manage.py restore_drill: proves that the newest backup restores, beside the running site."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fedcms.core.backups.database import BackupError
from fedcms.core.backups.drill import drill
from fedcms.core.backups.sets import alone, newest, read_backup


class Command(BaseCommand):
    help = "Restores a backup (the newest) into a database and folders of its own, checks it, and says so in JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="Another backup than the newest.")

    def handle(self, *args: object, folder: Path | None, **options: object) -> None:
        try:
            backup = read_backup(folder) if folder else newest(settings.FEDCMS_BACKUP_DIR)
            if backup is None:
                raise CommandError(
                    f"There is no backup in {settings.FEDCMS_BACKUP_DIR}: make one with manage.py backup."
                )
            with alone(backup.folder.parent):
                seconds = drill(backup)
        except (BackupError, OSError) as error:
            raise CommandError(f"The backup does not restore. {error}") from error
        said = {
            "backup": backup.folder.name,
            "database": backup.database,
            "files": len(backup.sizes),
            "seconds": seconds,
        }
        self.stdout.write(json.dumps(said))
