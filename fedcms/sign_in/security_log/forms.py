"""What the list of security events is narrowed by."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fedcms.sign_in.models import SecurityEvent


class EventFilterForm(forms.Form):
    """Narrows the list by what happened and to whom. A field that is not understood narrows nothing."""

    kind = forms.ChoiceField(
        label=_("Événement"), required=False, choices=[("", _("Tous")), *SecurityEvent.Kind.choices]
    )
    person = forms.CharField(label=_("Compte"), required=False, max_length=150, strip=True)

    def events(self) -> QuerySet[SecurityEvent]:
        """Returns the events, the newest first, with the accounts that they name."""
        found = SecurityEvent.objects.select_related("about", "actor").order_by("-at", "-pk")
        self.full_clean()
        given = self.cleaned_data
        if given.get("kind"):
            found = found.filter(kind=given["kind"])
        if given.get("person"):
            name = given["person"]
            found = found.filter(Q(about__username__icontains=name) | Q(about__email__icontains=name))
        return found
