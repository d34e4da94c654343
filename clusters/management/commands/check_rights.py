"""manage.py check_rights: lists every permission that differs from what provisioning grants."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.sections.rights import sync_all_rights
from clusters.sections.rights_check import deviations


class Command(BaseCommand):
    """Prints a line for each deviation; exits with 1 when there is any."""

    help = "Lists the rights that deviate from the plan; with --fix, sets them right."

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the option `--fix`."""
        parser.add_argument(
            "--fix", action="store_true", help="set right what deviates, then list what is left"
        )

    def handle(self, *args: object, fix: bool = False, **options: object) -> None:
        """Raises `CommandError` when anything deviates, after `--fix` too."""
        if fix:
            sync_all_rights()
        found = deviations()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(
                f"{len(found)} deviations. `manage.py check_rights --fix` sets right what it can."
            )
        self.stdout.write("Rights are as they should be.")
