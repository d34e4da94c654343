"""The admin report on what visitors search."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from clusters.access.teams import Person, teams_of
from fedcms.core.i18n.formatting import number
from fedcms.core.templatetags.core_tags import long_date
from search.models import ClickCount, SearchCount
from search.statistics.first_opened import first_opened
from search.statistics.proposal_column import NothingColumn, proposal_states
from search.statistics.pruning import RARE

DEFAULT_DAYS = 30

SearchCountRow = dict[str, Any]

NOTHING, PARTIAL, UNOPENED = "nothing", "partial", "unopened"


def may_read(user: Person) -> bool:
    """Returns whether a person may read the report: who works in a team, or is a superuser. It names no visitor."""
    return user.is_active and (getattr(user, "is_superuser", False) or bool(teams_of(user)))


def found_nothing_for(words: str, language: str) -> bool:
    """Returns whether a row of the report, over all days that are kept, says that these words found nothing."""
    row = SearchCount.objects.filter(language=language, words=words).aggregate(
        total=Sum("searches"), nothing=Sum("without_result")
    )
    return (row["total"] or 0) >= RARE and bool(row["nothing"])


def _languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


class SearchReportFilterSet(WagtailFilterSet):
    """The filters of the report: language, period, and outcome of the searches."""

    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Langue"),
        choices=_languages,
        empty_label=None,
        null_label=gettext_lazy("Toutes"),
        null_value=None,
        widget=forms.RadioSelect,
    )
    day = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Période"), method="in_the_view", widget=DateRangePickerWidget
    )
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("Résultats"),
        method="in_the_view",
        choices=[
            (NOTHING, gettext_lazy("Sans aucun résultat")),
            (PARTIAL, gettext_lazy("Sans tous les mots cherchés")),
            (UNOPENED, gettext_lazy("Sans aucun clic")),
        ],
        empty_label=None,
        null_label=gettext_lazy("Toutes"),
        null_value=None,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SearchCount
        fields: ClassVar = ["language", "day", "outcome"]

    def in_the_view(
        self, queryset: "QuerySet[SearchCount]", name: str, value: object
    ) -> "QuerySet[SearchCount]":
        """Filters nothing: the view applies the period, which has a default, and the outcome, after adding up days."""
        return queryset


class NumberColumn(Column):
    """A column of numbers, with digits grouped as in the reader's language. Exported files have the bare number."""

    def get_value(self, instance: SearchCountRow) -> str:
        """Returns the number as text."""
        return number(int(super().get_value(instance) or 0))


class SearchReportView(ReportView):
    """The report on words searched in a period and what they found, without words searched less than `RARE` times."""

    page_title = gettext_lazy("Recherches des visiteurs")
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    results_template_name = "search/report_results.html"
    filterset_class = SearchReportFilterSet
    verbose_name = gettext_lazy("recherche")
    verbose_name_plural = gettext_lazy("recherches")
    rare = RARE
    default_ordering = "-total"
    export_filename = "recherches"
    columns: ClassVar = [
        Column("words", label=gettext_lazy("Mots cherchés"), sort_key="words"),
        Column("language", label=gettext_lazy("Langue"), accessor="language_name"),
        NumberColumn("total", label=gettext_lazy("Recherches"), sort_key="total"),
        NothingColumn("nothing", label=gettext_lazy("Sans résultat"), sort_key="nothing"),
        NumberColumn("partial", label=gettext_lazy("Résultats partiels"), sort_key="partial"),
        NumberColumn("clicks", label=gettext_lazy("Clics")),
        Column("first", label=gettext_lazy("Ouvert en premier")),
    ]
    list_export: ClassVar = ["words", "language", "total", "nothing", "partial", "clicks", "first"]
    export_headings: ClassVar = {column.name: column.label for column in columns}

    @cached_property
    def period(self) -> tuple[date, date]:
        """First and last day, in the site's time zone; by default the last thirty days."""
        today = timezone.localdate()
        chosen = self.filters.form.cleaned_data.get("day") if self.filters.is_valid() else None
        last = chosen.stop.date() if chosen and chosen.stop else today
        first = chosen.start.date() if chosen and chosen.start else last - timedelta(days=DEFAULT_DAYS - 1)
        return first, last

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied` for a person who may not read the report."""
        if not may_read(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        """Returns the period in words."""
        first, last = self.period
        return _("du %(first)s au %(last)s") % {"first": long_date(first), "last": long_date(last)}

    def get_queryset(self) -> "QuerySet[SearchCount, SearchCountRow]":
        """Returns one row for each language and words searched in the period, without rare ones."""
        counts = self.filter_queryset(SearchCount.objects.filter(day__range=self.period))
        if self._outcome == UNOPENED:
            clicked = ClickCount.objects.filter(
                day__range=self.period, language=OuterRef("language"), words=OuterRef("words")
            )
            counts = counts.filter(~Exists(clicked))
        rows: QuerySet[SearchCount, SearchCountRow] = (
            counts.order_by()
            .values("language", "words")
            .annotate(total=Sum("searches"), nothing=Sum("without_result"), partial=Sum("relaxed"))
            .filter(total__gte=RARE)
        )
        if self._outcome in (NOTHING, PARTIAL):
            rows = rows.filter(**{f"{self._outcome}__gt": 0})
        chosen = (self.ordering,) if isinstance(self.ordering, str) else self.ordering
        return rows.order_by(*chosen, "language", "words")

    def get_filtered_queryset(self) -> "QuerySet[SearchCount, SearchCountRow]":
        """Returns the rows: `get_queryset` has applied the filters, before it added up the days."""
        return self.get_queryset()

    @property
    def _outcome(self) -> str:
        return str(self.filters.form.cleaned_data.get("outcome") or "") if self.filters.is_valid() else ""

    def decorate_paginated_queryset(self, object_list: Iterable[SearchCountRow]) -> list[SearchCountRow]:
        """Adds names of languages, proposals and the results opened first, with a fixed number of queries."""
        rows = list(object_list)
        opened = first_opened(self.period, {row["words"] for row in rows})
        proposals = proposal_states(row["words"] for row in rows)
        names = dict(settings.LANGUAGES)
        for row in rows:
            clicks, first = opened.get((row["language"], row["words"]), (0, ""))
            row |= {
                "language_name": names.get(row["language"], row["language"]),
                "clicks": clicks,
                "first": first,
                "proposal": proposals.get((row["language"], row["words"])),
            }
        return rows
