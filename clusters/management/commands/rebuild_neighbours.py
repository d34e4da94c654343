"""manage.py rebuild_neighbours: stores again what stands under each page of what other clusters published."""

from django.core.management.base import BaseCommand

from clusters.content.neighbours.storing import rebuild


class Command(BaseCommand):
    """The command. Safe to interrupt and to repeat; pages are served meanwhile."""

    help = (
        "Finds the neighbours of all pages again: for each other cluster, what is nearest by topic and time."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Rebuilds them, and says how many there are."""
        self.stdout.write(f"{rebuild()} neighbours.")
