"""The input of a latitude, with a search for a town that fills in both coordinates."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _


class LatitudeInput(forms.NumberInput):
    """A latitude in degrees. Its script (editors/towns.js) adds the search, and fills latitude, longitude and the town.

    Without the script the two numbers are typed as before.
    """

    class Media:
        # A module waits for the form.
        js = (forms.Script("editors/towns.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds what the script needs: the address of the search, and its words."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "step": "any",
            "data-towns": reverse("towns"),
            "data-towns-label": _("Chercher une ville"),
            "data-towns-help": _("Choisissez-la dans la liste : ses coordonnées se remplissent."),
            "data-towns-none": _("Aucune ville de ce nom dans la liste : écrivez les coordonnées."),
            "data-towns-done": _("Coordonnées remplies :"),
        }
        return context
