"""manage.py load_thesaurus: loads the concepts that ship with the project."""

from django.core.management.base import BaseCommand

from search.thesaurus.seed import load_seed


class Command(BaseCommand):
    """The command; provisioning runs it too. Safe to repeat."""

    help = (
        "Adds the project's concepts to the thesaurus. What editors changed or removed stays as they left it."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Loads the concepts and prints how many were added, updated, withdrawn and left alone."""
        done = load_seed()
        self.stdout.write(
            f"{done.created} concepts added, {done.updated} updated, {done.withdrawn} withdrawn, "
            f"{done.kept} left as editors have them."
        )
