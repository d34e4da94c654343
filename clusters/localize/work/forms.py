"""What somebody starts from the report."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.localize.models import TranslationJob
from clusters.localize.report.cells import Languages, name_of
from fedcms.users.models import User

MOST_PAGES = 500
"""So many pages may be chosen at once."""


class WorkForm(forms.Form):
    """An action, the languages that it concerns, and what it needs; the pages are the ticked boxes of the list."""

    action = forms.ChoiceField(label=_("Que faire"), choices=TranslationJob.Action.choices)
    languages = forms.MultipleChoiceField(
        label=_("Vers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une langue.")},
    )
    assignee = forms.ChoiceField(label=_("À qui"), required=False)
    by_machine = forms.BooleanField(label=_("Préremplir par le traducteur automatique"), required=False)
    pages = forms.CharField(required=False)

    def __init__(
        self, *args: object, user: User, known: Languages, people: Iterable[User], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.user = user
        self.locales = {code: pk for pk, code, _name in known}
        self.people = {str(each.pk): each for each in people}
        for name, choices in (
            ("languages", [(code, label) for _pk, code, label in known]),
            ("assignee", [("", "—"), *((pk, name_of(each)) for pk, each in self.people.items())]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, object]:
        """At least one page, and a person where one is needed. Raises `ValidationError`."""
        cleaned: dict[str, object] = super().clean() or {}
        ids = [int(value) for value in self._ticked() if value.isdecimal()]
        if not ids:
            raise forms.ValidationError(_("Cochez au moins une page dans la liste."))
        if len(ids) > MOST_PAGES:
            raise forms.ValidationError(_("Pas plus de %(number)d pages à la fois.") % {"number": MOST_PAGES})
        if cleaned.get("action") == TranslationJob.Action.ASSIGN and not cleaned.get("assignee"):
            self.add_error("assignee", _("Choisissez la personne à qui confier ces traductions."))
        cleaned["pages"] = ids
        return cleaned

    def _ticked(self) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return list(getlist("pages")) if getlist else []
