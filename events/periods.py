"""The days of an agenda by name ("this week") or by dates: their range, their filters, and how to take those off."""

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.month_selection import next_month
from events.weeks import week_begin, week_end
from fedcms.core.templatetags.core_tags import long_date


class Period(models.TextChoices):
    """Days that have a name."""

    WEEK = "week", gettext_lazy("Cette semaine")
    MONTH = "month", gettext_lazy("Ce mois-ci")
    PAST = "past", gettext_lazy("Déjà passés")


def days_of_period(period: str, today: date) -> tuple[date, date] | None:
    """Returns the days of a named period, from the first to before the second; None if it limits no days."""
    if period == Period.WEEK:
        begin = week_begin(today)
        return begin, week_end(begin)
    if period == Period.MONTH:
        first = today.replace(day=1)
        return first, next_month(first)
    return None


def days_facet(form: Form, chosen: str) -> dict[str, object]:
    """Returns the choice of days, as components/facets.html shows it: named ones, and two dates."""
    options = [
        {"value": value, "label": label, "count": None, "selected": value == chosen}
        for value, label in [("", _("Toutes les dates")), *Period.choices]
        # The view of what is past has a link of its own.
        if value != Period.PAST or value == chosen
    ]
    dates = [
        {
            "name": name,
            "label": form.fields[name].label,
            "value": f"{day:%Y-%m-%d}" if isinstance(day := form.cleaned_data.get(name), date) else "",
        }
        for name in ("from", "to")
    ]
    return {"name": "period", "label": _("Dates"), "options": options, "single": True, "dates": dates}


def active_days(given: Mapping[str, object], params: QueryDict) -> list[dict[str, str]]:
    """Returns the filters of days that are on, each with the address without it."""
    labels = {"period": str(Period(str(given["period"])).label) if given.get("period") else ""}
    for name, sentence in (("from", _("À partir du %(day)s")), ("to", _("Jusqu’au %(day)s"))):
        day = given.get(name)
        labels[name] = sentence % {"day": long_date(day)} if isinstance(day, date) else ""
    found = []
    for name, label in labels.items():
        rest = params.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        if label:
            found.append({"label": label, "url": f"?{rest.urlencode()}"})
    return found
