"""Wagtail hooks of this app: the mark of pages' responses, the reports and the ways to them."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from fedcms.users.models import User
from home.view_counts.page_key import with_page_key
from home.view_counts.report_queries import PAGE_REPORT
from home.view_counts.report_scope import may_read, may_read_page
from home.view_counts.views import REPORT, PageViewReportView, ViewReportView

hooks.register("on_serve_page", with_page_key)


class ViewReportMenuItem(MenuItem):
    """The menu item of the report on page views."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person may read the report."""
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def view_report_item() -> ViewReportMenuItem:
    """Adds the report on page views to Wagtail's reports."""
    return ViewReportMenuItem(
        gettext_lazy("Vues des pages"), reverse(REPORT), name="page-views", icon_name="view", order=140
    )


@hooks.register("register_admin_urls")
def view_report_urls() -> list[URLPattern]:
    """Returns the URLs of the reports."""
    return [
        path("reports/page-views/", require_admin_access(ViewReportView.as_view()), name=REPORT),
        path(
            "page-views/<int:page_id>/", require_admin_access(PageViewReportView.as_view()), name=PAGE_REPORT
        ),
    ]


def view_report_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Yields the button that leads to the views of a page which was public at some time."""
    if page.first_published_at and page.depth > 1 and may_read_page(user, page):
        yield Button(
            _("Vues de la page"), reverse(PAGE_REPORT, args=[page.pk]), icon_name="view", priority=70
        )


hooks.register("register_page_header_buttons", view_report_button)
hooks.register("register_page_listing_more_buttons", view_report_button)
