"""manage.py check_search: lists differences between the search and what is public."""

from django.core.management.base import BaseCommand, CommandError

from search.engines.errors import SearchUnavailable
from search.maintenance.consistency import differences


class Command(BaseCommand):
    """The command; it prints one line for each difference, and exits with 1 when there is any."""

    help = "Lists the differences between public pages, search entries and the engine's index."

    def handle(self, *args: object, **options: object) -> None:
        """Lists the differences. Raises `CommandError` when there is one, or the engine does not answer."""
        try:
            found = differences()
        except SearchUnavailable as error:
            raise CommandError(
                f"The search engine does not answer: {error}. Try again when it does."
            ) from error
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. `manage.py rebuild_search` sets them right.")
        self.stdout.write("The search equals what is public.")
