"""manage.py check_translations: lists translations whose kept state is not the true one."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from clusters.localize.consistency import differences, repair


class Command(BaseCommand):
    """Prints a line a difference; exits with 1 when there is any."""

    help = "Lists translations whose kept state (missing, machine, stale, fresh) is not the recomputed one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument("--repair", action="store_true", help="sets right what differs")

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when something differs and nothing is repaired."""
        if options["repair"]:
            self.stdout.write(f"{repair()} states were set right.")
            return
        number = 0
        for page, kept, true in differences():
            number += 1
            self.stdout.write(f"{page.pk} {page.url_path}: kept {kept}, true {true}")
        if number:
            raise CommandError(
                f"{number} differences. `manage.py check_translations --repair` sets them right."
            )
        self.stdout.write("The state of each translation is true.")
