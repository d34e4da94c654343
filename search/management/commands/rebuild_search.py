"""manage.py rebuild_search: makes all entries and the engine's index again from the pages."""

from django.core.management.base import BaseCommand

from search.entries import rebuild


class Command(BaseCommand):
    """Safe to interrupt and to repeat; the search goes on answering."""

    help = "Makes the search entries and the engine's index again from the pages."

    def handle(self, *args: object, **options: object) -> None:
        """Runs it."""
        self.stdout.write(f"{rebuild()} entries.")
