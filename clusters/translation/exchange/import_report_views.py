"""The report of an import: counts and outcomes by text, as a screen and as CSV."""

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clusters.translation.access.guards import signed_in_user
from clusters.translation.exchange.file_import import ImportLine
from clusters.translation.jobs.progress import below_the_report
from clusters.translation.models import TranslationImport
from fedcms.core.http.csv_download import plain_cell

LINES_A_PAGE = 100
WARNED = "warned"
Outcome = TranslationImport.Outcome
ICONS = {
    Outcome.REFUSED: "circle-xmark",
    Outcome.TAKEN: "circle-check",
    Outcome.UNCHANGED: "minus",
    Outcome.EMPTY: "edit",
}


class ShownImportLine(ImportLine):
    """A line of the report with the label and the icon of its outcome."""

    @property
    def outcome_label(self) -> str:
        """The outcome, in the reader's language."""
        return str(Outcome(self.outcome).label)

    @property
    def icon(self) -> str:
        """The icon of the outcome."""
        return ICONS[Outcome(self.outcome)]


class ImportReportView(WagtailAdminTemplateMixin, View):
    """The report of an import, for the person who imported it alone.

    The parameter `show` is an outcome or "warned"; `export=csv` returns a file of all lines.
    """

    template_name = "clusters/translation/file_report.html"
    header_icon = "upload"

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Rapport d’import")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, below the upload."""
        upload = (reverse("translation_files:upload"), _("Importer un fichier traduit"))
        return below_the_report(super().get_breadcrumbs_items(), upload, ("", self.get_page_title()))

    def get(self, request: HttpRequest, import_id: int) -> HttpResponseBase:
        """Shows the report. Raises `Http404` for another person's report, and for one that was deleted."""
        made = get_object_or_404(TranslationImport, pk=import_id, user=signed_in_user(request))
        lines = [ShownImportLine(*line) for line in made.lines]
        if request.GET.get("export") == "csv":
            return _as_csv(lines, made)
        show = request.GET.get("show", "")
        wanted = [
            line for line in lines if show in ("", line.outcome) or (show == WARNED and line.is_warning)
        ]
        page = Paginator(wanted, LINES_A_PAGE).get_page(request.GET.get("p"))
        counts: list[tuple[str, str, int]] = [
            (str(value), str(label), made.counts[value]) for value, label in Outcome.choices
        ]
        counts.insert(2, (WARNED, _("Importé, avec un avertissement"), made.counts["warnings"]))
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                made=made,
                page=page,
                counts=counts,
                show=show,
                query=f"show={show}" if page.has_other_pages() else "",
            )
        )
        return response


def _as_csv(lines: list[ShownImportLine], made: TranslationImport) -> HttpResponse:
    """Returns the lines as UTF-8 CSV, with the byte order mark that spreadsheets need, and no cell as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            _("Page"),
            _("Langue"),
            _("Champ"),
            _("Résultat"),
            _("Explication"),
            _("Texte d’origine, dans le fichier"),
            _("Texte d’origine, aujourd’hui"),
            _("Traduction"),
        ]
    )
    for line in lines:
        cells = [
            line.title,
            line.language,
            line.label,
            line.outcome_label,
            line.reason,
            line.source,
            line.present,
            line.target,
        ]
        writer.writerow([plain_cell(cell) for cell in cells])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{made.pk}.csv"'
    return response
