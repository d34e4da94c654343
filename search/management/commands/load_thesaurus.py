"""manage.py load_thesaurus: loads the concepts that ship with the project."""

from django.core.management.base import BaseCommand

from search.thesaurus.seed import load_seed


class Command(BaseCommand):
    """Safe to run twice; provisioning runs it."""

    help = (
        "Adds the project's concepts to the thesaurus. What editors changed or removed stays as they left it."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Says what was done."""
        done = load_seed()
        self.stdout.write(
            f"{done.created} concepts added, {done.updated} updated, {done.kept} left as editors have them."
        )
