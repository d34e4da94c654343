"""The admin form of a source."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from clusters.access.references import OwnReferencesForm
from search.entries.kinds import ORGANISATION, kind_labels
from search.harvest.errors import HarvestError
from search.harvest.network import parts_of
from search.harvest.sources import follow
from search.models import HarvestSource, SourceState

# Fields whose change makes former answers (ETag, errors) meaningless: the source is read from scratch.
ASKED_ANEW = frozenset({"address", "format"})
# Fields that are copied into the entries of items.
IN_ENTRIES = frozenset({"cluster", "kind", "language", "name"})


class SourceForm(OwnReferencesForm):
    """The form of a source. It offers the clusters whose sources the person may edit; a single one is preset."""

    kind = forms.ChoiceField(label=_("Type"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, label) for kind, label in kind_labels().items() if kind != ORGANISATION]
        field = self.fields["kind"]
        field.choices = [("", _("Selon le format")), *kinds]
        field.help_text = HarvestSource._meta.get_field("kind").help_text
        policy = policy_registry.get_by_type(HarvestSource)
        own = policy.clusters_for(self.for_user, ["change" if self.instance.pk else "add"])
        self.fields["cluster"].queryset = own
        clusters = list(own[:2])
        if len(clusters) == 1:
            # A disabled field keeps this value whatever is posted.
            self.initial["cluster"] = clusters[0].pk
            self.fields["cluster"].disabled = True

    def clean_address(self) -> str:
        """Refuses an address that the harvest would never fetch, while somebody can still correct it. Asks no DNS."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            parts_of(address)
        except HarvestError as error:
            raise forms.ValidationError(error.failure.label) from error
        return address

    @transaction.atomic
    def save(self, commit: bool = True) -> HarvestSource:  # Django's signature
        """Saves the source. A new address or format is read from scratch at once; a new name goes into the entries."""
        changed = set(self.changed_data)
        source: HarvestSource = self.instance
        if source.pk and changed & ASKED_ANEW:
            source.etag = source.last_modified = source.last_error = source.last_error_detail = ""
            source.failures, source.told_at, source.next_try = 0, None, timezone.now()
            source.first_harvest = None  # so undated items there count as old
            if source.state == SourceState.ENDED:
                source.state = SourceState.ACTIVE
        is_known = bool(source.pk)
        saved: HarvestSource = super().save(commit=commit)
        if is_known and commit and changed & IN_ENTRIES:
            follow(saved)
        return saved
