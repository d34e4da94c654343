"""The form of what came out of a mission: a text in each language, figures with their day, shown or not yet."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import DelegationOutcome
from events.models.delegation_outcome import MOST_COUNTED
from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextFormField


class OutcomeForm(forms.Form):
    """What came out, as far as it is known."""

    text = TranslatedTextFormField(
        label=gettext_lazy("Ce que la mission a donné"), multiline=True, max_length=4000, required=False
    )
    contacts = forms.IntegerField(
        label=gettext_lazy("Contacts noués"), required=False, min_value=0, max_value=MOST_COUNTED
    )
    contracts = forms.IntegerField(
        label=gettext_lazy("Contrats signés"), required=False, min_value=0, max_value=MOST_COUNTED
    )
    counted_on = forms.DateField(
        label=gettext_lazy("Chiffres du"),
        required=False,
        help_text=gettext_lazy("Le jour où vous avez compté ; complétez quand il y en a d’autres."),
    )
    shows = forms.BooleanField(label=gettext_lazy("Le montrer à tous"), required=False)

    def __init__(self, outcome: DelegationOutcome, data: object | None = None) -> None:
        initial: dict[str, object] = {
            name: getattr(outcome, name) for name in ("text", "contacts", "contracts", "counted_on")
        }
        super().__init__(data, initial=initial | {"shows": outcome.published_at is not None})  # type: ignore[arg-type]  # a QueryDict

    def clean(self) -> dict[str, object]:
        """Checks that figures have their day, and that there is something to show."""
        cleaned: dict[str, object] = super().clean() or {}
        data = self.cleaned_data
        has_figures = data.get("contacts") is not None or data.get("contracts") is not None
        day = data.get("counted_on")
        if has_figures and day is None and "counted_on" not in self.errors:
            self.add_error("counted_on", _("Dites de quel jour sont ces chiffres."))
        if day is not None and day > timezone.localdate():
            self.add_error("counted_on", _("Ce jour n’est pas encore venu."))
        if data.get("shows") and not data.get("text") and not has_figures and not self.errors:
            self.add_error("text", _("Écrivez un texte ou un chiffre avant de le montrer."))
        return cleaned

    def figures(self) -> tuple[int | None, int | None, date | None]:
        """Returns contacts, contracts and their day, of a valid form."""
        data = self.cleaned_data
        return data["contacts"], data["contracts"], data["counted_on"]

    def words(self) -> TranslatedText:
        """Returns the text of a valid form."""
        return TranslatedText(self.cleaned_data["text"])
