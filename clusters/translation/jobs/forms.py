"""Forms that start a translation job from the report."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.access.teams import name_of
from clusters.translation.models import TranslationJob
from fedcms.core.i18n.formatting import number
from fedcms.users.models import User

if TYPE_CHECKING:
    from clusters.translation.dashboard.languages_and_sections import Languages

MOST_PAGES = 500
"""The maximum number of pages of one job."""

HIGHEST_KEY = 2**31 - 1
"""The highest key that a page can have; for a greater number some databases raise an error."""


class JobForm(forms.Form):
    """The form that starts a job: action and languages; the pages are the boxes ticked in the list."""

    action = forms.ChoiceField(label=_("Que faire"), choices=TranslationJob.Action.choices)
    languages = forms.MultipleChoiceField(
        label=_("Vers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une langue.")},
    )
    by_machine = forms.BooleanField(label=_("Préremplir par le traducteur automatique"), required=False)

    def __init__(self, *args: object, languages: "Languages", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        field = self.fields["languages"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, label) for _pk, code, label in languages]

    def _given(self) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return [value for value in (getlist("pages") if getlist else []) if value.isdecimal()]

    def ticked(self) -> frozenset[str]:
        """Returns the keys of the chosen pages as they were posted, so that their boxes stay ticked after an error."""
        return frozenset(self._given())

    def clean(self) -> dict[str, object]:
        """Raises `ValidationError` if no page is chosen, or too many."""
        cleaned: dict[str, object] = super().clean() or {}
        values = self._given()
        # `int` raises for thousands of digits.
        if any(len(value) > len(str(HIGHEST_KEY)) or int(value) > HIGHEST_KEY for value in values):
            raise forms.ValidationError(_("Une des pages cochées n’existe pas : rechargez la liste."))
        ids = [int(value) for value in values]
        if not ids:
            raise forms.ValidationError(_("Cochez au moins une page dans la liste."))
        if len(ids) > MOST_PAGES:
            raise forms.ValidationError(
                _("Pas plus de %(number)s pages à la fois.") % {"number": number(MOST_PAGES)}
            )
        cleaned["pages"] = ids
        return cleaned


class AssigneeForm(forms.Form):
    """The form that asks to whom the chosen translations are assigned."""

    assignee = forms.ChoiceField(
        label=_("À qui"),
        error_messages={"required": _("Choisissez la personne à qui confier ces traductions.")},
    )

    def __init__(self, *args: object, people: Iterable[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.people = {str(each.pk): each for each in people}
        field = self.fields["assignee"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((pk, name_of(each)) for pk, each in self.people.items())]

    def chosen(self) -> User:
        """Returns the chosen person; the form must be valid."""
        return self.people[self.cleaned_data["assignee"]]
