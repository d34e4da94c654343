"""The forms of the chooser of organisations: the filter, and a new organisation, whose name may be known already."""

from itertools import count
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from clusters.access.admin_forms import OrganisationAdminForm
from clusters.models import Cluster, Organisation
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.slugs import slug_of

LONGEST_SLUG = 50
ANOTHER = "another"


class OrganisationFilterForm(BaseFilterForm):
    """The filter of the chooser: words of the name, the city or the cluster."""

    q = forms.CharField(label=_("Nom, ville ou cluster"), required=False)

    def filter(self, objects: "QuerySet[models.Model]") -> "QuerySet[models.Model]":
        """Keeps the organisations in which each word is found, in any case, with or without accents."""
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = objects.filter(pk__in=_found(list(filter(None, map(slug_of, query.split())))))
        return super().filter(objects)  # type: ignore[no-any-return]


def _found(words: list[str]) -> list[int]:
    """Returns the keys of the organisations that hold all words, which are compared in ASCII letters.

    Databases differ in that, and SQLite knows no capital letter with an accent.
    """
    clusters = {
        cluster.pk: " ".join(map(slug_of, [*cluster.name.values(), cluster.code]))
        for cluster in Cluster.objects.all()
    }
    rows = Organisation.objects.order_by("pk").values_list("pk", "name", "city", "cluster_id")
    return [
        pk
        for pk, name, city, cluster in rows
        if all(word in f"{slug_of(name)} {slug_of(city)} {clusters[cluster]}" for word in words)
    ]


def same_name(name: str) -> list[Organisation]:
    """Returns the organisations of this name, whatever its accents, capitals and hyphens."""
    wanted = slug_of(name)
    if not wanted:
        return []
    names = Organisation.objects.order_by("pk").values_list("pk", "name")
    keys = [pk for pk, other in names if slug_of(other) == wanted]
    return list(Organisation.objects.filter(pk__in=keys).select_related("cluster"))


def free_slug(name: str) -> str:
    """Returns a slug of the name that no organisation has."""
    made = slug_of(name, LONGEST_SLUG - 5) or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=made).values_list("slug", flat=True))
    numbered = (f"{made}-{number}" for number in count(2))
    return made if made not in taken else next(slug for slug in numbered if slug not in taken)


def described(organisation: Organisation) -> str:
    """Returns its name with its city and its cluster."""
    around = [organisation.city, str(organisation.cluster)]
    return f"{isolated(organisation.name)} ({', '.join(isolated(part) for part in around if part)})"


class OrganisationCreationForm(OrganisationAdminForm):
    """A new organisation. When one has its name, the person says whether it is that one."""

    class Meta:
        model = Organisation
        fields: ClassVar = ["name", "kind", "cluster", "city", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._known:
            self.fields["known"] = forms.ChoiceField(
                label=_("Déjà dans l’annuaire"),
                choices=[
                    *((str(row.pk), described(row)) for row in self._known),
                    (ANOTHER, _("Aucune : c’est une autre organisation du même nom")),
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": format_lazy(
                        "{} {}",
                        _("L’annuaire a déjà ce nom."),
                        _("Prenez cette organisation, ou dites que c’en est une autre."),
                    )
                },
            )
            self.order_fields(["known"])

    @cached_property
    def _known(self) -> list[Organisation]:
        return same_name(self.data.get(self.add_prefix("name"), "")) if self.is_bound else []

    def known_organisation(self) -> Organisation | None:
        """Returns the organisation of this name that the person took instead of adding one."""
        taken = self.data.get(self.add_prefix("known"))
        return next((row for row in self._known if str(row.pk) == taken), None)

    def save(self, commit: bool = True) -> Organisation:
        """Saves the organisation under a free slug."""
        self.instance.slug = free_slug(self.instance.name)
        organisation: Organisation = super().save(commit)
        return organisation
