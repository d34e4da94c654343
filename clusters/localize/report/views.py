"""The report's screen: what is translated, what waits, and the work to start from it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_localize.machine_translators import get_machine_translator

from clusters.explorer.rows import languages
from clusters.localize.guards import person
from clusters.localize.models import TranslationJob
from clusters.localize.report.cells import rows_of
from clusters.localize.report.export import as_csv
from clusters.localize.report.forms import ReportForm
from clusters.localize.report.originals import originals
from clusters.localize.report.summary import summary_of
from clusters.localize.translators import scope_of
from clusters.localize.work.forms import WorkForm
from clusters.teams import teams_of
from fedcms.users.models import User

PAGE_SIZE = 50


def may_read(user: User) -> bool:
    """Whether the report is for a person: who writes in a section, who translates, who runs the site."""
    return user.is_superuser or bool(teams_of(user)) or bool(scope_of(user))


class TranslationReportView(WagtailAdminTemplateMixin, View):
    """Originals by languages, of one's own sections, or of all."""

    template_name = "clusters/localize/report.html"
    header_icon = "wagtail-localize-language"

    def get_page_title(self) -> str:
        """In the reader's language."""
        return _("Traductions")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The report stands in the menu, below the reports."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The screen, or the file with `export=csv`. Raises `PermissionDenied`."""
        user = person(request)
        if not may_read(user):
            raise PermissionDenied
        known = languages()
        form = ReportForm(request.GET, user=user, known=known)
        mine = originals(user)
        pages = form.narrow(mine).order_by("-latest_revision_created_at", "-pk")
        if request.GET.get("export") == "csv":
            return as_csv(pages, user, known)
        page = Paginator(pages, PAGE_SIZE).get_page(request.GET.get("p"))
        query = request.GET.copy()
        query.pop("p", None)
        context = self.get_context_data(
            form=form,
            page=page,
            rows=rows_of(list(page.object_list), user, known),
            languages=known,
            summary=summary_of(mine, known),
            query=query.urlencode(),
            is_filtered=any(query.values()),
            work=WorkForm(user=user, known=known, people=form.people),
            has_machine=get_machine_translator() is not None,
            jobs=TranslationJob.objects.filter(user=user, finished_at=None).order_by("-pk")[:5],
            start_url=reverse("translation_work:start"),
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]  # Wagtail is untyped
