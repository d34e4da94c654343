"""Admin forms of clusters and organisations: fields that a role may not change are left out."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from clusters.access.references import OwnReferencesForm
from clusters.access.teams import teams_of
from clusters.maps.areas import choices
from clusters.models import Organisation


class ClusterAdminForm(OwnReferencesForm):
    """The form of a cluster.

    The federation's team creates and names it; its own publishers edit the fields in `OWN`.
    """

    # The fields that a cluster's own publishers may change.
    OWN: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "press_email",
            "phone",
            "website",
            "social_profiles",
            "boilerplate",
            "join_text",
            "join_url",
            "logo",
            "city",
            "latitude",
            "longitude",
            "shows_reserved_slots",
        }
    )

    areas = forms.MultipleChoiceField(
        label=_("Territoires sur la carte"),
        choices=choices,
        required=False,
        widget=forms.SelectMultiple({"size": 12}),
        help_text=_(
            "Un ou plusieurs (touche Ctrl ou ⌘). Sans territoire, la carte montre un point au siège, ou dans le pays."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        if not (user.is_superuser or teams_of(user).federation):
            for name in set(self.fields) - self.OWN:
                del self.fields[name]
        if self.instance.pk and "slug" in self.fields:
            # The addresses of the section's pages contain the slug.
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Adds an error if groups with the name of a new cluster exist already: its own groups are named after it."""
        cleaned = super().clean()
        name = cleaned.get("name")
        # As clusters.sections.provisioning names the groups.
        prefix = f"{name.text_for('fr')} – " if name else ""
        if not self.instance.pk and prefix and Group.objects.filter(name__startswith=prefix).exists():
            self.add_error("name", ValidationError(_("Un cluster porte déjà ce nom en français.")))
        return cleaned


class OrganisationAdminForm(OwnReferencesForm):
    """The form of an organisation; it offers the clusters for which the person may edit (or add) one."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "offerings-TOTAL_FORMS" not in data:
            # The form stood open since before it had offerings: those that are there stay as they are.
            data = data.copy()
            data.update({"offerings-TOTAL_FORMS": "0", "offerings-INITIAL_FORMS": "0"})
        super().__init__(data, *args, **kwargs)
        policy = policy_registry.get_by_type(Organisation)
        own = policy.clusters_for(self.for_user, ["change" if self.instance.pk else "add"])
        field = self.fields["cluster"]
        field.queryset = own
        clusters = list(own[:2])
        if len(clusters) == 1:
            # A disabled field keeps this value whatever is posted.
            self.initial["cluster"] = clusters[0].pk
            field.disabled = True
