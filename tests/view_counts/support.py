"""Visits to pages, and what was counted of them."""

from datetime import date

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from fedcms.core.pages.addresses import page_address
from home.view_counts.buffer import buffer
from home.view_counts.models import PageViewCount, ReferrerCount

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def visit(page: Page | str, client: Client | None = None, **headers: str) -> HttpResponse:
    """A person opens a page in a browser; headers are named as in Python (`Sec_Purpose`)."""
    path = page if isinstance(page, str) else page_address(page)
    sent = {"User-Agent": BROWSER} | {name.replace("_", "-"): value for name, value in headers.items()}
    return (client or Client()).get(path, headers=sent)


def views() -> int:
    """All views that are in the database once the buffer is written."""
    buffer.flush()
    return sum(PageViewCount.objects.values_list("views", flat=True))


def views_by_page() -> dict[tuple[date, int, str], int]:
    """The views by day, page and language."""
    buffer.flush()
    return {(row.day, row.page_id, row.language): row.views for row in PageViewCount.objects.all()}


def hosts() -> dict[str, int]:
    """The views by referring host."""
    buffer.flush()
    found: dict[str, int] = {}
    for row in ReferrerCount.objects.all():
        found[row.host] = found.get(row.host, 0) + row.views
    return found
