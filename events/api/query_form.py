"""Reads the query of the API: the agenda's filters, refused in words where they are no value."""

import re
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.content.listings import FIRST_YEAR
from events.forms import FROM, TO, AgendaForm

MOST_A_PAGE, USUAL_A_PAGE = 100, 20
MOST_PAGES = 10**9
LAST_YEAR_OF_FILTER = 9998
LONGEST_NAME = 80
_OF_THE_PAGE = ("view", "month", "week", "day", "past")
_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PlainIntegerField(forms.IntegerField):
    """An integer in ASCII digits: programs write nothing else."""

    def to_python(self, value: object) -> int | None:
        """Refuses what Python would read as a number all the same: spaces, signs, other scripts."""
        if value and not re.fullmatch("[0-9]{1,15}", str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class ApiForm(AgendaForm):
    """The form of the API's query. What it does not know is refused, never ignored."""

    locale = forms.CharField(required=False)
    page = PlainIntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    page_size = PlainIntegerField(required=False, min_value=1, max_value=MOST_A_PAGE)
    year = PlainIntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR_OF_FILTER)

    def __init__(self, data: QueryDict, *, kind: str, locale_id: int, locales: Sequence[str]) -> None:
        """Takes the kind of content, and the languages that are open to the public."""
        super().__init__(data, kinds=(kind,), locale_id=locale_id)
        for name in _OF_THE_PAGE:
            del self.fields[name]
        self.locales = locales

    def clean(self) -> None:
        """Refuses unknown parameters, empty and repeated ones, and a language that is not open."""
        super().clean()
        for name in self.params:
            if name not in self.fields:
                self._refuse(name, _("Ce paramètre n’existe pas."))
            elif len(self.params.getlist(name)) > 1:
                self._refuse(name, _("Une valeur au plus."))
            elif not self.params[name]:
                self._refuse(name, _("Donnez une valeur, ou retirez ce paramètre."))
        for name in (FROM, TO):
            if self.params.get(name) and not _A_DATE.fullmatch(str(self.params[name])):
                self._refuse(name, _("Une date, sous la forme 2026-03-09."))
        if self.params.get("locale") and self.params["locale"] not in self.locales:
            self._refuse("locale", _("Une langue du site."))

    def _check_years(self) -> None:
        """Accepts all years: nothing takes place in those that calendars do not show."""

    def _refuse(self, name: str, reason: object) -> None:
        self.errors[name[:LONGEST_NAME]] = self.error_class([str(reason)])

    def refuse_page(self, last: int) -> None:
        """Adds the error that the page asked for is beyond the last one."""
        message = ngettext("Il n’y a que %(count)d page.", "Il n’y a que %(count)d pages.", last)
        self._refuse("page", message % {"count": last})

    @property
    def page_number(self) -> int:
        """Which page is asked for."""
        return int(self.cleaned_data.get("page") or 1)

    @property
    def page_length(self) -> int:
        """How many results a page has."""
        return int(self.cleaned_data.get("page_size") or USUAL_A_PAGE)
