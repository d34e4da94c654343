"""Reads the query string of an agenda: filters and days, past or coming, list or calendar."""

from dataclasses import replace
from datetime import date, timedelta

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.content.listings import PAGE_SIZE, Listing, ListingForm
from clusters.models import Cluster
from clusters.models.content_queryset import ContentPageQuerySet
from events.counting import counted_words
from events.day_selection import in_days
from events.facets import AGENDA_FACETS, ATTENDANCE, COUNTRY, EVENT_TYPE, Attendance, country_choices
from events.models.event_choices import EventType
from events.month_selection import month_after, next_month
from events.periods import Period, active_days, days_facet, days_of_period
from events.repetition.showing import teasers_between
from events.validation import FIRST_YEAR, LAST_YEAR
from events.weeks import week_of_key

# How many months before and after today the calendar links to, so that no robot follows it for ever.
MONTHS_AROUND = 24
# Nothing takes place before or after these (events.validation).
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
DAY_FORMATS = ["%Y-%m-%d"]
LIST, WEEK, MONTH, MAP = "list", "week", "month", "map"
VIEWS = (LIST, WEEK, MONTH, MAP)
# Parameters that say which days are wanted; "from" is no name that Python allows.
FROM, TO, PERIOD = "from", "to", "period"


def _day_field(label: object) -> forms.DateField:
    return forms.DateField(label=label, required=False, input_formats=DAY_FORMATS)  # type: ignore[arg-type]  # lazy


class AgendaForm(ListingForm):
    """The form of an agenda's query string. Invalid values are ignored, and named, as in every listing."""

    country = forms.ChoiceField(label=_("Pays"), required=False)
    attendance = forms.ChoiceField(label=_("Participation"), required=False)
    period = forms.ChoiceField(
        label=_("Dates"), required=False, choices=[("", _("Toutes les dates")), *Period.choices]
    )
    past = forms.BooleanField(required=False)
    view = forms.ChoiceField(label=_("Affichage"), choices=[(name, name) for name in VIEWS], required=False)
    month = forms.CharField(
        label=_("Mois"), required=False, validators=[RegexValidator(r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    )
    week = forms.CharField(
        label=_("Semaine"), required=False, validators=[RegexValidator(r"^[0-9]{4}-W[0-5][0-9]$")]
    )
    day = forms.DateField(required=False, input_formats=DAY_FORMATS)
    facets = AGENDA_FACETS

    def __init__(
        self, data: QueryDict, *, kinds: tuple[str, ...], locale_id: int, cluster: Cluster | None = None
    ) -> None:
        """Does as every listing, and offers the agenda's own filters."""
        super().__init__(data, kinds=kinds, locale_id=locale_id, cluster=cluster)
        self._choices(COUNTRY, [("", _("Tous les pays")), *country_choices()])
        self._choices(ATTENDANCE, [("", _("Partout et en ligne")), *Attendance.choices])
        if "event" in self.kinds:
            types = [("", _("Tous les types d’événement")), *EventType.choices]
            self.fields[EVENT_TYPE] = forms.ChoiceField(
                label=_("Type d’événement"), required=False, choices=types
            )
        self.fields[FROM], self.fields[TO] = _day_field(_("Du")), _day_field(_("Au"))

    def clean(self) -> None:
        """Refuses days outside of the years that calendars show, and an end before the beginning."""
        super().clean()
        self._check_years()
        first, last = self.cleaned_data.get(FROM), self.cleaned_data.get(TO)
        try:
            week_of_key(self.cleaned_data.get("week") or "2000-W01")
        except (ValueError, OverflowError):
            self.add_error("week", _("Cette année n’a pas cette semaine."))
        if first and last and last < first:
            self.add_error(TO, _("La fin vient avant le début."))

    def _check_years(self) -> None:
        for name in (FROM, TO):
            day = self.cleaned_data.get(name)
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("Donnez une année que les calendriers montrent."))

    def _given(self, name: str) -> object:
        """Returns a valid value, None without one."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def shows_past(self) -> bool:
        """Whether past events are asked for."""
        return bool(self._given("past")) or self.is_past_by_name

    @property
    def is_past_by_name(self) -> bool:
        """Whether the days chosen by name are those that are past."""
        return self._given(PERIOD) == Period.PAST

    @property
    def view_name(self) -> str:
        """Which view is asked for; the list without any."""
        return str(self._given("view") or LIST)

    @property
    def asked_day(self) -> date | None:
        """The day of which everything is to be shown."""
        day = self._given("day")
        return day if isinstance(day, date) else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The days asked for, by name, by dates or by both: from the first to before the second."""
        first, last, period = self._given(FROM), self._given(TO), str(self._given(PERIOD) or "")
        ranges = [found] if (found := days_of_period(period, timezone.localdate())) else []
        if isinstance(first, date) or isinstance(last, date):
            begin = max(first, FIRST_DAY) if isinstance(first, date) else FIRST_DAY
            end = min(last, LAST_DAY) if isinstance(last, date) else LAST_DAY
            ranges.append((begin, end + timedelta(days=1)))
        if not ranges:
            return None
        return max(begin for begin, _after in ranges), min(after for _begin, after in ranges)

    def in_all_languages(self) -> ContentPageQuerySet:
        """Returns the visible pages of the section that last on the days asked for, in all languages."""
        pages, days = super().in_all_languages(), self.days
        if days is None:
            return pages
        return pages.filter(in_days(*days)) if days[0] < days[1] else pages.none()  # type: ignore[no-any-return]  # Wagtail is untyped

    @property
    def upcoming(self) -> bool | None:
        """What the list shows: what is not over; what is, if asked for; all that lasts on the days asked for."""
        if self.shows_past:
            return False
        return True if self.days is None else None

    def agenda(self, page_size: int = PAGE_SIZE) -> Listing:
        """Returns one page of the list; of what repeats, the first date on the days asked for, if there are any."""
        listing, days = self.listing(upcoming=self.upcoming, page_size=page_size), self.days
        if days is None:
            return listing
        dated = [next(iter(teasers_between(teaser, *days)), teaser) for teaser in listing.teasers]
        return replace(listing, teasers=dated)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the filter form must send along."""
        kept = [("past", "1")] if self._given("past") else []
        if self.view_name != LIST:
            kept = [("view", self.view_name)]
            asked = self._given(self.view_name) if self.view_name in (WEEK, MONTH) else None
            kept += [(self.view_name, str(asked))] if asked else []
        return kept

    @property
    def asked_month(self) -> date | None:
        """The first day of the month asked for; None without one, or if it is too far away."""
        asked = str(self._given("month") or "0000")
        if asked.startswith("0000"):
            return None
        first, today = date.fromisoformat(f"{asked}-01"), timezone.localdate().replace(day=1)
        return (
            first
            if month_after(today, -MONTHS_AROUND) <= first < next_month(month_after(today, MONTHS_AROUND))
            else None
        )

    @property
    def asked_week(self) -> date | None:
        """The first day of the week asked for; None without one."""
        key = self._given("week")
        return week_of_key(str(key)) if key else None

    def counted(self, number: int) -> str:
        """Returns a number with what it counts: missions, events, or both."""
        chosen = self.chosen.get("kind")
        return counted_words((chosen,) if chosen else self.kinds, number)

    @property
    def days_facet(self) -> dict[str, object]:
        """The choice of days, as components/facets.html shows it."""
        return days_facet(self, str(self._given(PERIOD) or ""))

    @property
    def active(self) -> list[dict[str, str]]:
        """The filters that are on, the days among them, each with the address without it."""
        self.is_valid()
        return [*super().active, *active_days(self.cleaned_data, self.params)]
