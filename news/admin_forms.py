"""The admin's forms of what a newsroom shows: in whose name a row is, and who recorded a consent."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from clusters.access.references import OwnReferencesForm
from clusters.models import Cluster
from news.models import Spokesperson

CONSENT = ("consent_given_on", "consent_how", "consent_until", "consent_withdrawn_on")


class OwnedRowForm(OwnReferencesForm):
    """The form of a row of a newsroom: a new one is of one of the person's teams, and stays with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cluster"]
        if self.instance.pk:
            field.disabled = True
            field.empty_label = _("La fédération")
            field.queryset = Cluster.objects.filter(pk=self.instance.cluster_id)
            return
        policy = policy_registry.get_by_type(self._meta.model)
        own, for_federation = (
            policy.clusters_for(self.for_user, ["add"]),
            policy.may_for_federation(self.for_user, ["add"]),
        )
        field.queryset = own
        # Without "": the form is not valid with it.
        field.required = not for_federation
        field.empty_label = _("La fédération") if for_federation else None
        clusters = list(own[: 1 if for_federation else 2])
        if len(clusters) == (0 if for_federation else 1):
            # A disabled field keeps this value whatever is posted.
            self.initial["cluster"] = clusters[0].pk if clusters else None
            field.disabled = True


class SpokespersonForm(OwnedRowForm):
    """The form of a spokesperson: notes who recorded the consent, whenever it changes."""

    def save(self, commit: bool = True) -> Spokesperson:
        """Saves the person, with who recorded the consent."""
        if set(CONSENT) & set(self.changed_data):
            self.instance.consent_recorded_by = self.for_user
        spokesperson: Spokesperson = super().save(commit)
        return spokesperson
