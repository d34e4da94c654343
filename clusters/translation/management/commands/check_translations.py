"""manage.py check_translations: lists translations whose stored state is wrong."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from clusters.translation.state.consistency import ConsistencyReport, differences, repair


class Command(BaseCommand):
    """Prints a line for each difference; exits with 1 if there is any."""

    help = "Lists translations whose kept state (missing, machine, stale, fresh) is not the recomputed one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds the option `--repair`."""
        parser.add_argument("--repair", action="store_true", help="sets right what differs")

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` if states differ and are not repaired, or if a set could not be checked."""
        if options["repair"]:
            looked = repair()
            self.stdout.write(f"{looked.wrong} states were set right.")
            self._tell_broken(looked)
            return
        looked = ConsistencyReport()
        for page, kept, true in differences(looked):
            looked.wrong += 1
            self.stdout.write(f"{page.pk} {page.url_path}: kept {kept}, true {true}")
        self._tell_broken(looked)
        if looked.wrong:
            raise CommandError(
                f"{looked.wrong} differences. `manage.py check_translations --repair` sets them right."
            )
        self.stdout.write("The state of each translation is true.")

    def _tell_broken(self, looked: ConsistencyReport) -> None:
        for sentence in looked.sentences():
            self.stderr.write(sentence)
        if looked.broken:
            raise CommandError(
                f"{looked.wrong} differences; {len(looked.broken)} translation sets could not be looked at, see above."
            )
