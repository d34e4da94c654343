"""A row of a list on the dashboard: a page, a note, and its author."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from wagtail.models import Page


@dataclass(frozen=True)
class DashboardRow:
    """A page in a list. `at` is aware; `note` says why it is listed."""

    title: str
    url: str
    language: str
    kind: str
    note: str | Promise = ""
    at: datetime | None = None
    by: str = ""


def row_of(page: Page, note: str | Promise = "", at: datetime | None = None, by: str = "") -> DashboardRow:
    """Returns the row of a page; it links to the page's editor."""
    return DashboardRow(
        title=page.draft_title or page.title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        language=page.locale.language_code,
        kind=str((page.specific_class or Page).get_verbose_name()),
        note=note,
        at=at,
        by=by,
    )
