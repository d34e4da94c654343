"""Parses the query of the guide's search."""

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_QUERY = 200


class GuideSearchForm(forms.Form):
    """What somebody looks for in the guide."""

    q = forms.CharField(
        label=_("Rechercher dans le guide"),
        max_length=MAX_QUERY,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    @property
    def query(self) -> str:
        """Returns the query; "" when there is none, or it cannot be read."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
