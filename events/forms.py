"""Reads the query string of an agenda: filters, past or coming, list or month."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from clusters.content.facet_counts import grouped
from clusters.content.facets import active_filters, facet_groups
from clusters.content.listings import ListingForm
from clusters.content.teasers import as_teasers, rows_of
from clusters.models import ContentPage
from events.month import Month, build_month
from events.month_selection import day_spans, in_month, select_events

# How many months before and after today the calendar links to, so that no robot follows it for ever.
MONTHS_AROUND = 24
# The most events among which those of each day are chosen; the list has them all.
MOST_OF_A_MONTH = 3000


def _shifted(first: date, months: int) -> date:
    """Returns the first day of the month that is so many months away from `first`."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


@dataclass(frozen=True)
class MonthListing:
    """What the month view of an agenda shows."""

    month: Month
    total: int
    facets: list[dict[str, object]]
    active: list[dict[str, str]]


class AgendaForm(ListingForm):
    """The form of an agenda's query string. Invalid values are ignored, as in every listing."""

    past = forms.BooleanField(required=False)
    view = forms.ChoiceField(choices=[("list", "list"), ("month", "month")], required=False)
    month = forms.CharField(required=False, validators=[RegexValidator(r"^[0-9]{4}-(0[1-9]|1[0-2])$")])
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @property
    def shows_past(self) -> bool:
        """Whether past events are asked for."""
        self.is_valid()
        return bool(self.cleaned_data.get("past"))

    @property
    def shows_month(self) -> bool:
        """Whether a calendar is asked for instead of a list."""
        self.is_valid()
        return self.cleaned_data.get("view") == "month"

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the filter form must send along."""
        self.is_valid()
        kept = [("past", "1")] if self.shows_past else []
        if self.shows_month:
            kept = [("view", "month"), ("month", f"{self.first_day:%Y-%m}")]
        return kept

    @property
    def first_day(self) -> date:
        """The first day of the month asked for; of the present month if none, or one too far away, was asked for."""
        self.is_valid()
        today = timezone.localdate().replace(day=1)
        asked = self.cleaned_data.get("month")
        if not asked:
            return today
        first = date.fromisoformat(f"{asked}-01") if asked[:4] != "0000" else today
        earliest, latest = _shifted(today, -MONTHS_AROUND), _shifted(today, MONTHS_AROUND)
        return first if earliest <= first <= latest else today

    def calendar(self) -> MonthListing:
        """Returns the month asked for, with the events that match the filters."""
        first, today = self.first_day, timezone.localdate()
        pages = self.all_pages().filter(in_month(first))
        counts = self.counts(partial(grouped, pages), first, with_ends=False)
        spans = day_spans(self.narrow(self.all_pages()), first, MOST_OF_A_MONTH)
        selection = select_events(spans, first, self.cleaned_data.get("day"))
        shown = ContentPage.objects.filter(pk__in=selection.shown).order_by("sort_at", "pk")
        rows = rows_of(shown, with_images=False) if selection.shown else ()
        this_month = today.replace(day=1)
        month = build_month(
            first,
            as_teasers(rows, self.clusters),
            today,
            _shifted(this_month, -MONTHS_AROUND),
            _shifted(this_month, MONTHS_AROUND),
            selection,
        )
        return MonthListing(
            month=month,
            total=counts.total,
            # A month has only one year: no choice to offer.
            facets=[
                group for group in facet_groups(self.fields, self.chosen, counts) if group["name"] != "year"
            ],
            active=active_filters(self.fields, self.chosen, self.params),
        )
