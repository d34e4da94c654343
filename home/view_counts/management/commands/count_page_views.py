"""manage.py count_page_views: counts the views that nginx answered from its cache."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.view_counts.nginx_log import count_log


class Command(BaseCommand):
    """Counts what is new in the log, and in its rotated files; safe to run twice, and at once."""

    help = (
        "Counts the page views that nginx answered from its cache, from its log (FEDCMS_PAGE_VIEWS_LOG, or --log)."
        " Each line is counted once. The worker does the same each minute where the variable is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--log: the file."""
        parser.add_argument("--log", default="", help="the log, if it is not FEDCMS_PAGE_VIEWS_LOG")

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` without a log to read."""
        path = str(options["log"] or settings.FEDCMS_PAGE_VIEWS_LOG)
        if not path:
            raise CommandError("Name the log: --log, or FEDCMS_PAGE_VIEWS_LOG.")
        try:
            views = count_log(path)
        except OSError as error:
            raise CommandError(f"The log cannot be read: {error}") from error
        self.stdout.write(f"{views} views")
