"""manage.py rebuild_search: makes all entries and the engine's index again from the pages."""

from django.core.management.base import BaseCommand, CommandError

from search.engines.errors import SearchUnavailable
from search.entries import rebuild


class Command(BaseCommand):
    """Safe to interrupt and to repeat; the search goes on answering."""

    help = "Makes the search entries and the engine's index again from the pages."

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when the engine does not answer."""
        try:
            self.stdout.write(f"{rebuild()} entries.")
        except SearchUnavailable as error:
            raise CommandError(
                f"The search engine does not answer: {error}. Try again when it does."
            ) from error
