"""manage.py check_pages: finds pages that are public and were never published as a whole."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page, PageLogEntry

from fedcms.core.models.base_page import BasePage

SHOWN = 50
PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
"""What the log calls a publication, by hand and at its moment; `wagtail.publish.schedule` published nothing."""


def half_published() -> list[str]:
    """Returns a line for each public page without a public revision, or whose log has no publication of it."""
    logged = PageLogEntry.objects.filter(page=OuterRef("pk"), action__in=PUBLISHED)
    pages = (
        Page.objects.live()
        .filter(alias_of=None, depth__gt=1)
        .annotate(is_logged=Exists(logged))
        .filter(Q(live_revision=None) | Q(is_logged=False))
        .order_by("pk")
    )
    return [
        f"page {page.pk} ({page.slug}): {_lacks(page)}"
        for page in pages.select_related("content_type")
        if issubclass(page.cached_content_type.model_class() or Page, BasePage)
    ]


def _lacks(page: Page) -> str:
    return "no public revision" if page.live_revision_id is None else "no publication in its log"


class Command(BaseCommand):
    help = "Says which public pages lack their revision or the entry of their publication; ends with 1 if any does."

    def handle(self, *args: object, **options: object) -> None:
        """Raises `CommandError` when there is one."""
        found = half_published()
        for line in found[:SHOWN]:
            self.stderr.write(line)
        if found:
            raise CommandError(
                f"{len(found)} public pages were not published as a whole: publish each again in the admin."
            )
        self.stdout.write("All public pages have their revision and their entry in the log.")
