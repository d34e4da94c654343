"""Exports the reports as CSV, each table as a file of its own: all rows by day, week or month, streamed."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek
from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from fedcms.core.http.csv_download import csv_download
from home.view_counts.periods import Step
from home.view_counts.report_queries import ViewReport, document_titles

CHUNK = 500
Cells = tuple[Any, ...]
Lines = Iterator[list[object]]
_PARTS = {Step.DAY: F("day"), Step.WEEK: TruncWeek("day"), Step.MONTH: TruncMonth("day")}


def _rows(
    report: ViewReport, counts: "QuerySet[Any]", keys: tuple[str, ...], value: str
) -> Iterator[list[Cells]]:
    """Yields the rows in chunks: the first day of a part, the keys, the sum."""
    parts = counts.annotate(part=_PARTS[report.period.step]).values_list("part", *keys)
    rows = parts.annotate(total=Sum(value)).order_by("part", *keys).iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _pages(report: ViewReport) -> Lines:
    for chunk in _rows(report, report.views(), ("page_id", "language"), "views"):
        titles = report.page_titles({row[1] for row in chunk})
        for part, page, language, views in chunk:
            title, _code, path = titles.get(page, ("", "", ""))
            yield [part, page, title, language, path, views]


def _referrers(report: ViewReport) -> Lines:
    for chunk in _rows(report, report.referrers(), ("page_id", "language", "host"), "views"):
        titles = report.page_titles({row[1] for row in chunk})
        for part, page, language, host, views in chunk:
            yield [part, page, titles.get(page, ("",))[0], language, host, views]


def _downloads(report: ViewReport) -> Lines:
    for chunk in _rows(report, report.downloads(), ("document_id",), "downloads"):
        titles = document_titles({row[1] for row in chunk})
        for part, document, downloads in chunk:
            yield [part, document, titles.get(document, ""), downloads]


def _feeds(report: ViewReport) -> Lines:
    for chunk in _rows(report, report.fetches(), ("feed",), "fetches"):
        declared = report.declared(row[1] for row in chunk)
        for part, feed, fetches in chunk:
            yield [part, feed, fetches, declared.get(feed, 0)]


def _headings() -> dict[str, tuple[str, list[str], Callable[[ViewReport], Lines]]]:
    """Returns for each table the name of its file, its first line and what makes the others."""
    return {
        "pages": (
            "page-views",
            [_("Du"), _("Numéro de page"), _("Page"), _("Langue"), _("Adresse"), _("Vues")],
            _pages,
        ),
        "referrers": (
            "referrers",
            [_("Du"), _("Numéro de page"), _("Page"), _("Langue"), _("Site de provenance"), _("Vues")],
            _referrers,
        ),
        "downloads": (
            "downloads",
            [_("Du"), _("Numéro de document"), _("Document"), _("Téléchargements")],
            _downloads,
        ),
        "feeds": (
            "feeds",
            [_("Du"), _("Flux"), _("Relevés"), _("Abonnés déclarés dans la période")],
            _feeds,
        ),
    }


TABLES = ("pages", "referrers", "downloads", "feeds")


def export(report: ViewReport, table: str) -> StreamingHttpResponse:
    """Returns one of `TABLES` as a download; days as ISO writes them."""
    name, headings, lines = _headings()[table]
    language = get_language()

    def in_language() -> Lines:
        with override(language):
            yield from lines(report)

    return csv_download(name, headings, in_language())
