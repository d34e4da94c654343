"""manage.py drop_kept_pages: empties the page caches of all processes."""

from django.core.management.base import BaseCommand

from fedcms.core.page_cache.drops import note
from fedcms.core.page_cache.store import EVERYTHING


class Command(BaseCommand):
    """The command. It needs none of the settings of the web processes."""

    help = "Makes every process drop the pages that it keeps, at its next request: after changes past Django."

    def handle(self, *args: object, **options: object) -> None:
        """Notes that everything changed."""
        note([EVERYTHING])
        self.stdout.write("Each process drops what it keeps before it answers its next request.")
