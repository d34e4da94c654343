"""manage.py provision_federation: the federation's own pages and team in every locale, and every cluster's section."""

from django.core.management.base import BaseCommand, CommandError

from clusters.publishing.refusal import Refusal
from clusters.sections.provisioning import NotReady
from home.provisioning import provision_federation


class Command(BaseCommand):
    """The command. Safe to repeat."""

    help = "Makes the federation's pages, groups and rights in every locale, then every cluster's. Safe to run twice."

    def handle(self, *args: object, **options: object) -> None:
        """Creates what is missing. Raises `CommandError` that says what to do when something prevents it."""
        try:
            provision_federation()
        except (NotReady, Refusal) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The federation is ready.")
