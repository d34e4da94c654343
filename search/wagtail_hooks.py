"""Wagtail hooks of this app: the menu of the search, its report."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem

from search.permissions import register_policies

register_policies()

from search.proposal_views import propose_concept  # noqa: E402  # as below
from search.statistics.report import SearchReportView, may_read  # noqa: E402
from search.viewsets import SearchMenu  # noqa: E402  # its menu asks the policies


@hooks.register("register_admin_viewset")
def search_menu() -> SearchMenu:
    """Returns the group of the menu; its items are in search.viewsets."""
    return SearchMenu()


class SearchReportMenuItem(MenuItem):
    """The menu item of the report on searches."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person may read the report."""
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def search_report_item() -> SearchReportMenuItem:
    """Adds the report on searches to Wagtail's reports."""
    return SearchReportMenuItem(
        _("Recherches des visiteurs"),
        reverse("search_report"),
        name="searches",
        icon_name="search",
        order=150,
    )


@hooks.register("register_admin_urls")
def search_report_urls() -> list[URLPattern]:
    """Returns the URLs of the report, of its list alone, which filters load in place, and of its button."""
    return [
        path("reports/searches/", require_admin_access(SearchReportView.as_view()), name="search_report"),
        path(
            "reports/searches/results/",
            require_admin_access(SearchReportView.as_view(results_only=True)),
            name="search_report_results",
        ),
        path("reports/searches/propose/", require_admin_access(propose_concept), name="propose_concept"),
    ]
