"""manage.py remove_positions: removes from stored images the position where they were taken."""

from django.core.management.base import BaseCommand, CommandError

from fedcms.media.stored_positions import clean_stored_files


class Command(BaseCommand):
    """Prints a line for each file that was cleaned or failed; exits with 1 when any failed. Safe to run again."""

    help = "Removes the position from images and renditions that were stored before uploads were cleaned."

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when a file could not be read or written, after all others."""
        cleaned = failed = clean = 0
        for file in clean_stored_files():
            if file.failure:
                failed += 1
                self.stdout.write(f"failed {file.name}: {file.failure}")
            elif file.is_cleaned:
                cleaned += 1
                self.stdout.write(f"cleaned {file.name}")
            else:
                clean += 1
        self.stdout.write(f"{cleaned} cleaned, {clean} without a position, {failed} failed.")
        if failed:
            raise CommandError(f"{failed} files could not be cleaned; run it again when they are back.")
