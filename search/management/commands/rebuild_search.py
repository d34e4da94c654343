"""manage.py rebuild_search: rebuilds all entries and the engines' indexes."""

from django.core.management.base import BaseCommand, CommandError

from search.engines import get_server_engine
from search.engines.errors import SearchUnavailable
from search.entries.outbox import rebuild_server
from search.maintenance.rebuilding import rebuild


class Command(BaseCommand):
    """The command. Safe to interrupt and to repeat; searches are answered meanwhile."""

    help = "Makes the search entries and the indexes of the engines again from the pages."

    def handle(self, *args: object, **options: object) -> None:
        """Rebuilds entries and indexes. Raises `CommandError` when the engine does not answer."""
        try:
            self.stdout.write(f"{rebuild()} entries.")
            if server := get_server_engine():
                rebuild_server(server)
                self.stdout.write("The search server has them.")
        except SearchUnavailable as error:
            raise CommandError(
                f"The search engine does not answer: {error}. Try again when it does."
            ) from error
