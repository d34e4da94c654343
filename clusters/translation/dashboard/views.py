"""The view of the translation report, from which jobs are started."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator

from clusters.access.teams import teams_of
from clusters.translation.access.guards import signed_in_user
from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.export import as_csv
from clusters.translation.dashboard.forms import ReportForm
from clusters.translation.dashboard.languages_and_sections import read_languages_and_sections
from clusters.translation.dashboard.originals import originals
from clusters.translation.dashboard.rows import rows_of
from clusters.translation.dashboard.summary import summary_of
from clusters.translation.jobs.forms import JobForm
from clusters.translation.jobs.progress import REPORT, jobs_under_way
from clusters.translation.jobs.wording import describe_progress
from fedcms.users.models import User

PAGE_SIZE = 50


def may_read(user: User) -> bool:
    """Returns whether a person may read the report: teams, translators and superusers may."""
    return user.is_superuser or bool(teams_of(user)) or bool(translator_scope(user))


class CountedPaginator(Paginator[Page]):
    """A paginator that counts all rows in the query that fetches a page of them.

    If the wanted page is beyond the last one, a second query fetches the last.
    """

    def __init__(self, pages: "QuerySet[Page]", number: object) -> None:
        super().__init__(pages, PAGE_SIZE)
        self._pages = pages
        wanted = int(str(number)) if str(number).isdecimal() and 0 < int(str(number)) < 100_000 else 1
        start = (wanted - 1) * PAGE_SIZE
        counted = pages.annotate(found=Window(Count("pk")))
        self.fetched: list[Page] = list(counted[start : start + PAGE_SIZE])
        self.wanted = wanted
        if not self.fetched and wanted > 1:
            self.wanted = self.num_pages
            start = (self.wanted - 1) * PAGE_SIZE
            self.fetched = list(pages[start : start + PAGE_SIZE])

    @cached_property
    def count(self) -> int:
        """The number of all rows."""
        if self.fetched:
            return int(self.fetched[0].found)
        return self._pages.count() if self.wanted > 1 else 0


class TranslationReportView(WagtailAdminTemplateMixin, View):
    """The translation report: originals by languages, of the person's sections or of all.

    `job_form` is a form with a selection that was refused.
    """

    template_name = "clusters/translation/report.html"
    header_icon = "wagtail-localize-language"
    job_form: JobForm | None = None

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Traductions")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs; the report is in the menu, below the reports."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Shows the report; returns a file with `export=csv`, and numbers and running jobs with `summary=1`.

        Raises `PermissionDenied`.
        """
        user = signed_in_user(request)
        if not may_read(user):
            raise PermissionDenied
        if request.GET.get("summary"):
            summary = summary_of(originals(user), read_languages_and_sections().languages)
            jobs = [(job, describe_progress(job)) for job in jobs_under_way(user)]
            context = {"summary": summary, "jobs": jobs, "report_url": reverse(REPORT)}
            return render(request, "clusters/translation/report_summary.html", context)
        if request.GET.get("export") == "csv":
            form = ReportForm(request.GET, user=user, lookup=read_languages_and_sections())
            return as_csv(_ordered(form.narrow(originals(user))), user, form.lookup, form.wanted())
        return self.screen(request)

    def screen(self, request: HttpRequest) -> HttpResponseBase:
        """Shows a page of the list; the caller has checked that the person may read it."""
        user = signed_in_user(request)
        form = ReportForm(request.GET, user=user, lookup=read_languages_and_sections())
        pages = _ordered(form.narrow(originals(user)))
        job_form = self.job_form or JobForm(languages=form.lookup.languages)
        paginator = CountedPaginator(pages, request.GET.get("p", "1"))
        query = request.GET.copy()
        query.pop("p", None)
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                form=form,
                page=paginator.page(paginator.wanted),
                rows=rows_of(paginator.fetched, user, form.lookup),
                languages=form.lookup.languages,
                query=query.urlencode(),
                is_filtered=any(query.values()),
                job_form=job_form,
                ticked=job_form.ticked(),
                has_machine=get_machine_translator() is not None,
                report_url=reverse(REPORT),
                here=request.GET.urlencode(),
            )
        )
        return response


def _ordered(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    return pages.order_by("-latest_revision_created_at", "-pk")
