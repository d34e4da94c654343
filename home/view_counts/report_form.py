"""The filter form of the reports on page views."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from home.view_counts.buffer import day_of
from home.view_counts.periods import Period, Step

DEFAULT_DAYS = 30
MOST_DAYS = {Step.DAY: 366, Step.WEEK: 1_100, Step.MONTH: 1_100}
"""The longest period that a report divides in this way: one day more than a year, three years."""
Choices = list[tuple[str, str | Promise]]


class ViewReportForm(forms.Form):
    """Section, language, period; each may be empty. What cannot be read stays, with an error beside its field."""

    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Langue"), required=False)
    first = forms.DateField(label=gettext_lazy("Du"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Au"), required=False, widget=AdminDateInput)
    step = forms.ChoiceField(label=gettext_lazy("Par"), required=False, choices=Step.choices)

    def __init__(self, *args: object, sections: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        languages: Choices = [("", _("Toutes")), *settings.WAGTAIL_CONTENT_LANGUAGES]
        self._choose("language", languages)
        if len(sections) < 2:  # nothing to choose from
            del self.fields["section"]
        else:
            self._choose("section", [("", _("Toutes")), *sections])

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, object]:
        """Refuses a period that ends before it begins, or that has too many parts."""
        chosen = super().clean() or {}
        if self.errors:
            return chosen
        period = self._period(chosen)
        if period.first > period.last:
            self.add_error("last", _("La fin de la période est avant son début."))
        elif (period.last - period.first).days >= MOST_DAYS[period.step]:
            self.add_error(
                "step",
                _("Au plus %(most)s jours à la fois : choisissez une période plus courte, ou un autre pas.")
                % {"most": MOST_DAYS[period.step]},
            )
        return chosen

    def period(self) -> Period:
        """Returns the period of a valid form: by default the last thirty days."""
        return self._period(self.cleaned_data)

    def _period(self, chosen: dict[str, object]) -> Period:
        first, last = chosen.get("first"), chosen.get("last")
        end = last if isinstance(last, date) else day_of(timezone.now())
        if not isinstance(last, date) and isinstance(first, date) and first > end:
            end = first
        default = date.fromordinal(max(1, end.toordinal() - DEFAULT_DAYS + 1))
        start = first if isinstance(first, date) else default
        return Period(start, end, Step(str(chosen.get("step") or Step.DAY)))

    def chosen(self, name: str) -> str:
        """Returns the chosen section or language of a valid form, "" for all."""
        return str(self.cleaned_data.get(name) or "")
