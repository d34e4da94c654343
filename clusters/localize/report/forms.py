"""The filters of the report."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from clusters.explorer.conditions import FEDERATION
from clusters.localize.models import State
from clusters.localize.report import originals as meaning
from clusters.localize.report.cells import name_of
from clusters.localize.report.people import people_for
from clusters.localize.translators import scope_of
from clusters.models import Cluster
from clusters.teams import teams_of
from fedcms.core.identity import site_name
from fedcms.users.models import User

ALL = ("", _("Toutes"))
ANY_KIND = ("", _("Tous"))
NOBODY = "0"
Languages = list[tuple[int, str, str]]


class ReportForm(forms.Form):
    """What is shown of the report; every field may be empty. A value that means nothing is said and filters nothing."""

    q = forms.CharField(label=_("Titre"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("Tous")), *State.choices])
    language = forms.ChoiceField(label=_("Langue de la traduction"), required=False)
    days = forms.IntegerField(
        label=_("Périmée depuis au moins (jours)"), required=False, min_value=0, max_value=3650
    )
    stage = forms.ChoiceField(
        label=_("Avancement"),
        required=False,
        choices=[("", _("Tous")), ("draft", _("Brouillon à publier")), ("review", _("En relecture"))],
    )
    kind = forms.ChoiceField(label=_("Type de page"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    translator = forms.ChoiceField(label=_("Confiée à"), required=False)

    def __init__(self, *args: object, user: User, known: Languages, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.locales = {code: Locale(pk=pk, language_code=code) for pk, code, _name in known}
        self.people = people_for(user)
        self._choose("language", [ALL, *((code, name) for _pk, code, name in known)])
        self._choose("kind", [ANY_KIND, *kinds()])
        sections = sections_of(user)
        self._choose("cluster", [ANY_KIND, *sections])
        if len(sections) < 2:  # nothing to choose from
            del self.fields["cluster"]
        people = [(str(person.pk), name_of(person)) for person in self.people]
        self._choose("translator", [("", _("Tout le monde")), (NOBODY, _("Personne")), *people])

    def _choose(self, name: str, choices: "list[tuple[str, str | Promise]]") -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def chosen_locales(self) -> list[Locale]:
        """The languages that the filters are about: the chosen one, else all."""
        code = self.cleaned_data.get("language")
        return [self.locales[code]] if code else list(self.locales.values())

    def narrow(self, pages: "QuerySet[Page]") -> "QuerySet[Page]":
        """The pages that meet all filters."""
        self.is_valid()
        chosen, locales = self.cleaned_data, self.chosen_locales()
        conditions: list[Q] = []
        if chosen.get("q"):
            conditions.append(Q(title__icontains=chosen["q"]))
        if chosen.get("state"):
            conditions.append(meaning.in_state(chosen["state"], locales))
        elif chosen.get("language"):
            conditions.append(~Q(locale=locales[0]))
        if chosen.get("days") is not None:
            conditions.append(meaning.stale_for(chosen["days"], locales))
        if chosen.get("stage"):
            conditions.append(meaning.in_progress(chosen["stage"], locales))
        if chosen.get("kind"):
            conditions.append(Q(content_type_id=int(chosen["kind"])))
        if chosen.get("cluster"):
            conditions.append(meaning.of_cluster(chosen["cluster"]))
        if chosen.get("translator"):
            conditions.append(meaning.given_to(int(chosen["translator"]), locales))
        return pages.filter(*conditions)


def kinds() -> list[tuple[str, str]]:
    """The types of pages that are translated, by key."""
    found: list[tuple[str, str]] = []
    for pk in meaning.translated_types():
        model = ContentType.objects.get_for_id(pk).model_class()
        if model is not None and getattr(model, "is_creatable", True):
            found.append((str(pk), str(getattr(model, "kind_label", "") or model._meta.verbose_name)))
    return sorted(found, key=lambda kind: kind[1])


def sections_of(user: User) -> list[tuple[str, str]]:
    """The clusters whose pages a person may see here, by key, and the federation."""
    clusters = Cluster.objects.order_by("slug")
    if not user.is_superuser:
        teams = teams_of(user)
        mine = Q(pk__in=teams.clusters) | Q(translator_groups__group__user=user)
        federation = teams.federation or translates_everywhere(user)
        if not translates_everywhere(user):
            clusters = clusters.filter(mine).distinct()
    else:
        federation = True
    choices = [(str(cluster.pk), str(cluster)) for cluster in clusters]
    return [(FEDERATION, site_name()), *choices] if federation else choices


def translates_everywhere(user: User) -> bool:
    """Whether a person translates for the whole federation, into any language."""
    scope = scope_of(user)
    return any(scope.everywhere(locale_id) for locale_id in scope.roots)
