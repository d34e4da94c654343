"""A row of a list on the dashboard: a page or a file, why it is listed, and a reviewer's remark."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.models import Page

from clusters.access.own_pages import own_pages
from fedcms.users.models import User

MOST = 10
"""The most rows of a list."""


@dataclass(frozen=True)
class DashboardRow:
    """A page or file in a list.

    `note` says why it is listed; `at` is a day, or an aware moment whose hour counts if `has_clock`. `remark` is what a
    reviewer wrote, "" if nothing was written, `None` where no remark belongs. `online` is the public address. `views`
    is how often a page was seen, `None` where that does not belong; `views_url` leads to the report.
    """

    title: str
    url: str
    kind: str
    code: str = ""
    note: str | Promise = ""
    at: date | None = None
    has_clock: bool = False
    remark: str | None = None
    online: str = ""
    page_id: int | None = None
    views: int | None = None
    views_url: str = ""

    @property
    def language(self) -> str:
        """The language's own name; "" for what has none."""
        return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(self.code, self.code))


def page_row(
    page: Page,
    note: str | Promise = "",
    at: datetime | date | None = None,
    *,
    has_clock: bool = False,
    remark: str | None = None,
    online: str = "",
) -> DashboardRow:
    """Returns the row of a page; it links to the page's editor."""
    return DashboardRow(
        title=page.draft_title or page.title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        kind=kind_name(page),
        code=page.locale.language_code,
        note=note,
        at=at,
        has_clock=has_clock,
        remark=remark,
        online=online,
        page_id=page.pk,
    )


def kind_name(page: Page) -> str:
    """Returns the name of a page's type, without a query."""
    return str((page.specific_class or Page).get_verbose_name())


def of_own_sections(user: User) -> Q:
    """Returns the condition for pages of a person's sections; a superuser's are all."""
    return Q(depth__gt=1) if user.is_superuser else own_pages(user).as_q()
