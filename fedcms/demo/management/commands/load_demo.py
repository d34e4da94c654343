"""manage.py load_demo: loads the demo into a database without content."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.publishing.refusal import Refusal
from fedcms.demo.loader import HasContent, load_demo
from fedcms.demo.public_names import names_for_others


class Command(BaseCommand):
    help = "Loads the demo (clusters, pages, images, accounts). Refuses a database that has content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="say so and succeed when the database already has content"
        )

    def handle(self, *args: object, if_empty: bool, **options: object) -> None:
        if names := names_for_others():
            raise CommandError(
                f"The demo is not for a site that others reach ({', '.join(names)}): its password is published."
                " Load it where FEDCMS_ALLOWED_HOSTS and FEDCMS_BASE_URL are this machine's."
            )
        try:
            loaded = load_demo(say=lambda step: self.stdout.write(f"  {step} …"))
        except HasContent as found:
            if if_empty:
                self.stdout.write(
                    "The demo is not loaded again: already loaded, or the database has content of its own."
                )
                return
            raise CommandError(
                f"This database has content ({found}); the demo would mix with it. Nothing was touched."
            ) from found
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"The demo is loaded: {loaded.pages} pages with {loaded.translations} translations,"
            f" {loaded.images} images with {loaded.renditions} renditions, in {loaded.seconds:.0f} s."
        )
