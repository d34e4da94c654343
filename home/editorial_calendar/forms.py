"""Reads what the editorial calendar is asked for, and the new day of an entry that was dragged."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from clusters.access.teams import teams_of
from clusters.models.cluster import signatories
from clusters.publishing.schedule_move import ShownSchedule
from events.validation import day_errors
from fedcms.users.models import User
from home.editorial_calendar.entries import EntryKind
from home.editorial_calendar.period import CalendarView, Period, period_of, site_zone
from home.editorial_calendar.selection import CalendarFilter, CalendarSelection

OWN, EVERYBODY, FEDERATION = "own", "all", "federation"
"""What a choice of clusters may be besides one cluster's slug; the last is the federation's own pages."""

ISO_DAY = ["%Y-%m-%d"]


def validate_year(day: dt.date) -> None:
    """Raises `ValidationError` for a day in a year that the calendar does not show."""
    if errors := day_errors(day=day):
        raise ValidationError(errors["day"])


class CalendarForm(forms.Form):
    """The form of the calendar's query string. What cannot be read is an error, and today is shown."""

    view = forms.ChoiceField(choices=CalendarView, required=False, widget=forms.HiddenInput)
    date = forms.DateField(
        label=gettext_lazy("Aller au"), required=False, validators=[validate_year], widget=AdminDateInput
    )
    cluster = forms.ChoiceField(label=gettext_lazy("Cluster"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Ce qui est montré"),
        required=False,
        choices=[("", gettext_lazy("Tout")), *EntryKind.choices],
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue"), required=False)

    def __init__(self, data: object, *, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a query string
        self.user = user
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        languages = [(code, locale.get_display_name()) for code, locale in self.locales.items()]
        self.fields["language"].choices = [("", _("Toutes")), *languages]  # type: ignore[attr-defined]
        own = [] if user.is_superuser or not teams_of(user) else [(OWN, _("Les miens"))]
        clusters = [(cluster.slug, str(cluster)) for cluster in signatories().values()]
        self.fields["cluster"].choices = [  # type: ignore[attr-defined]
            *own,
            (EVERYBODY, _("Toute la fédération")),
            (FEDERATION, _("Pages de la fédération")),
            *sorted(clusters, key=lambda choice: choice[1]),
        ]
        self.initial["cluster"] = self.default_cluster = own[0][0] if own else EVERYBODY
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"{self[name].auto_id}_error"

    def _value(self, name: str) -> object:
        """Returns the value of a field; `None` if nothing, or what cannot be read, was given."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def period(self) -> Period:
        """The period that contains the day asked for, today otherwise."""
        asked = self._value("date")
        day = asked if isinstance(asked, dt.date) else timezone.localdate(timezone=site_zone())
        return period_of(day, CalendarView(str(self._value("view") or CalendarView.MONTH)))

    def selection(self) -> CalendarSelection:
        """Returns what the calendar shows."""
        cluster = self._value("cluster") or self.default_cluster
        pages = Q()
        if cluster == FEDERATION:
            pages = Q(cluster=None)
        elif cluster not in (OWN, EVERYBODY):
            pages = Q(cluster__slug=cluster)
        locale = self.locales.get(str(self._value("language")))
        chosen = CalendarFilter(
            pages, cluster == OWN, locale.pk if locale else None, str(self._value("kind") or "")
        )
        return CalendarSelection(self.user, self.period, chosen)


class DropForm(forms.Form):
    """The new day of an entry that was dragged, and the schedule that it showed."""

    day = forms.DateField(input_formats=ISO_DAY, validators=[validate_year])
    shown_revision = forms.IntegerField()
    shown_moment = forms.CharField(max_length=50)

    def clean_shown_moment(self) -> dt.datetime:
        """Returns the moment that was shown, aware; raises `ValidationError` if it cannot be read."""
        try:
            moment = parse_datetime(self.cleaned_data["shown_moment"])
            if moment is not None and timezone.is_aware(moment):
                moment.astimezone(site_zone())
        except (ValueError, OverflowError):
            moment = None
        if moment is None or timezone.is_naive(moment):
            raise ValidationError(_("Ce moment ne se lit pas."))
        return moment

    def clean(self) -> dict[str, object]:
        """Adds the new moment: that day, at the time of day that was shown, by the site's clock."""
        cleaned = super().clean() or {}
        if {"day", "shown_moment"} <= cleaned.keys():
            clock = cleaned["shown_moment"].astimezone(site_zone()).time()
            with timezone.override(site_zone()):
                # The hour that summer time leaves out is an error, as where a moment is typed.
                cleaned["new_moment"] = from_current_timezone(dt.datetime.combine(cleaned["day"], clock))
        return cleaned

    @property
    def shown(self) -> ShownSchedule:
        """The schedule that the entry showed."""
        return ShownSchedule(self.cleaned_data["shown_revision"], self.cleaned_data["shown_moment"])
