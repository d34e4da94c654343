"""Exports the translation report as CSV: a line for each page and language that matches the filters."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.translation.dashboard.cells import ReportRow
from clusters.translation.dashboard.languages_and_sections import LanguagesAndSections
from clusters.translation.dashboard.rows import rows_of
from clusters.translation.dashboard.translation_filters import WantedTranslations
from fedcms.core.http.csv_download import csv_download
from fedcms.users.models import User

CHUNK = 200


def headings() -> list[str]:
    """Returns the cells of the first line."""
    return [
        _("Page"),
        _("Langue d’origine"),
        _("Type de page"),
        _("Cluster"),
        _("Langue de la traduction"),
        _("État"),
        _("Textes"),
        _("Textes à revoir"),
        _("Périmée depuis"),
        _("Avancement"),
        _("Confiée à"),
    ]


def _lines(row: ReportRow, codes: Collection[str]) -> Iterator[list[str]]:
    for cell in row.cells:
        if cell.state and cell.code in codes:
            since = timezone.localtime(cell.since).strftime("%Y-%m-%d %H:%M") if cell.since else ""
            line = [row.title, row.language, row.kind, row.cluster, cell.language, cell.label]
            line += [str(cell.texts), str(cell.changed), since, str(cell.progress), cell.assignee]
            yield line


def as_csv(
    pages: "QuerySet[Page]", user: User, lookup: LanguagesAndSections, wanted: WantedTranslations
) -> StreamingHttpResponse:
    """Returns a streamed download in UTF-8, with the byte order mark that spreadsheets need.

    It contains the translations of `pages` that match the filters, all if there are none. Times are in the person's
    time zone.
    """
    keys = list(pages.values_list("pk", flat=True))

    # The file is streamed after the view has ended, when the person's language and time zone are no longer active.
    language, zone = get_language(), timezone.get_current_timezone()

    def part(chunk: list[int]) -> list[list[str]]:
        with override(language), timezone.override(zone):
            found = Page.objects.in_bulk(chunk)
            rows = rows_of([found[pk] for pk in chunk if pk in found], user, lookup)
            met = wanted.among(chunk) if wanted else None

            def codes(row: ReportRow) -> list[str]:
                return [code for pk, code, _name in lookup.languages if met is None or (row.pk, pk) in met]

            return [line for row in rows for line in _lines(row, codes(row))]

    def lines() -> Iterator[list[str]]:
        for start in range(0, len(keys), CHUNK):
            yield from part(keys[start : start + CHUNK])

    return csv_download(_("traductions"), headings(), lines())
