"""The reports on page views: of the sections of a person, and of one page with its translations."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from clusters.access.own_pages import hide_draft_title, may_see
from clusters.models import Cluster
from clusters.translation.access.guards import signed_in_user
from fedcms.users.models import User
from home.view_counts.exports import TABLES, export
from home.view_counts.plot import plot_views
from home.view_counts.report_form import ViewReportForm
from home.view_counts.report_queries import PAGE_REPORT, ViewReport
from home.view_counts.report_scope import (
    ReportScope,
    clusters_of_reader,
    may_read,
    may_read_page,
    scope_of,
    scope_of_page,
    section_choices,
)

REPORT = "page_view_report"


class ViewReportView(WagtailAdminTemplateMixin, View):
    """The report on the sections that a person reads the counts of, or on one of them."""

    template_name = "view_counts/report.html"
    header_icon = "view"
    reader: User
    clusters: list[Cluster]
    is_of_page = False

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Vues des pages")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs; the report is in the menu, below the reports."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Shows the report; returns one of its tables as a file with `export=`. Raises `PermissionDenied`.

        A form with an error shows it with what was typed, and no figures.
        """
        form, url = self.get_form(request), self.get_url()
        if not form.is_valid():
            return self.screen(form=form, report_url=url, report=None)
        report = ViewReport(self.get_scope(form), form.period(), form.chosen("language"))
        table = request.GET.get("export", "")
        if table in TABLES:
            return export(report, table)
        return self.screen(form=form, report_url=url, **_figures(report))

    def screen(self, **context: object) -> HttpResponseBase:
        """Returns the screen with what its template shows."""
        response: HttpResponseBase = self.render_to_response(self.get_context_data(**context))
        return response

    def get_form(self, request: HttpRequest) -> ViewReportForm:
        """Returns the filters. Raises `PermissionDenied` for a person who may read no counts."""
        self.reader = signed_in_user(request)
        if not may_read(self.reader):
            raise PermissionDenied
        self.clusters = clusters_of_reader(self.reader)
        return ViewReportForm(request.GET, sections=section_choices(self.reader, self.clusters))

    def get_scope(self, form: ViewReportForm) -> ReportScope:
        """Returns what is reported on."""
        return scope_of(self.reader, self.clusters, form.chosen("section"))

    def get_url(self) -> str:
        """Returns the address of the report without its filters."""
        return reverse(REPORT)


class PageViewReportView(ViewReportView):
    """The report on one page and its translations."""

    is_of_page = True

    def get_form(self, request: HttpRequest) -> ViewReportForm:
        """Returns the filters. Raises `PermissionDenied` for a page of another cluster, `Http404` without a page."""
        self.reader = signed_in_user(request)
        self.page = get_object_or_404(Page.objects.select_related("locale"), pk=self.kwargs["page_id"])
        if not (may_read_page(self.reader, self.page) and may_see(self.reader, self.page)):
            raise PermissionDenied
        hide_draft_title(self.page, self.reader)
        return ViewReportForm(request.GET, sections=[])

    def get_scope(self, form: ViewReportForm) -> ReportScope:
        """Returns the page with its translations."""
        return scope_of_page(self.reader, self.page)

    def get_url(self) -> str:
        """Returns the address of the report without its filters."""
        return reverse(PAGE_REPORT, args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        """Returns the page's title."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs: the report on all pages, and this page."""
        items = super().get_breadcrumbs_items()
        return [
            *items[:-1],
            {"url": reverse(REPORT), "label": self.get_page_title()},
            {"url": "", "label": self.page.get_admin_display_title()},
        ]


def _figures(report: ViewReport) -> dict[str, object]:
    """Returns the tables and the plot."""
    plot = plot_views(report.by_part(), report.period)
    return {
        "report": report,
        "plot": plot,
        "languages": report.by_language(),
        "pages": report.by_page(),
        "hosts": report.by_host(),
        "documents": report.by_document(),
        "feeds": report.by_feed(),
    }
