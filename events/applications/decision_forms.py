"""The forms of publishers beside the list of applications: who evaluates, what follows when some are missing."""

from django import forms
from django.utils.translation import gettext_lazy

from events.models import ShortfallAnswer
from events.models.call import LONGEST_REASON
from fedcms.core.i18n.translated_text import TranslatedTextFormField


class EvaluatorForm(forms.Form):
    """The address of the account that evaluates."""

    email = forms.EmailField(label=gettext_lazy("Courriel du compte"))


class CancelForm(forms.Form):
    """Why a mission is cancelled."""

    reason = TranslatedTextFormField(
        label=gettext_lazy("Pourquoi la mission est annulée"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy(
            "Une phrase, que les organisations lisent dans leur courriel, et tous sur la page. Sans texte dans sa "
            "langue, chacun lit le français."
        ),
    )


class ShortfallForm(forms.Form):
    """What follows when applications are missing."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Que faire ?"), choices=ShortfallAnswer, widget=forms.RadioSelect
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Nouvelle clôture"),
        required=False,
        help_text=gettext_lazy(
            "Pour prolonger : jour et heure, « 31/12/2027 17:00 », dans le fuseau de l’appel."
        ),
    )
    closed_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    """The closing that was shown: another one is not answered by this form."""
