"""The filter form of the translation report."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clusters.access.teams import teams_of
from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard import originals as meaning
from clusters.translation.dashboard.languages_and_sections import LanguagesAndSections
from clusters.translation.dashboard.translation_filters import WantedTranslations
from clusters.translation.models import State
from fedcms.core.seo.site_name import site_name
from fedcms.users.models import User

FEDERATION = "federation"
Choices = list[tuple[str, str | Promise]]


class ReportForm(forms.Form):
    """The filters of the report; each field may be empty. An invalid value shows an error and filters nothing."""

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
    given = forms.ChoiceField(
        label=_("Confiée"),
        required=False,
        choices=[
            ("", _("Peu importe")),
            ("me", _("À moi")),
            ("anybody", _("À quelqu’un")),
            ("nobody", _("À personne")),
        ],
    )
    translator = forms.CharField(label=_("Nom de qui traduit"), required=False, max_length=150)

    def __init__(self, *args: object, user: User, lookup: LanguagesAndSections, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.user, self.lookup = user, lookup
        languages: Choices = [(code, name) for _pk, code, name in lookup.languages]
        self._choose("language", [("", _("Toutes")), *languages])
        self._choose("kind", [("", _("Tous")), *kinds()])
        sections = sections_of(user, lookup)
        self._choose("cluster", [("", _("Tous")), *sections])
        if len(sections) < 2:  # nothing to choose from
            del self.fields["cluster"]

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def wanted(self) -> WantedTranslations:
        """Returns the filters on single translations."""
        self.is_valid()
        chosen, known = self.cleaned_data, self.lookup.locales()
        code = chosen.get("language")
        return WantedTranslations(
            user=self.user,
            locales=[known[code]] if code else list(known.values()),
            is_one_language=bool(code),
            state=chosen.get("state", ""),
            days=chosen.get("days"),
            stage=chosen.get("stage", ""),
            given=chosen.get("given", ""),
            translator=chosen.get("translator", ""),
        )

    def narrow(self, pages: "QuerySet[Page]") -> "QuerySet[Page]":
        """Returns the pages that match the filters.

        Filters on translations must all match one translation of the page.
        """
        self.is_valid()
        chosen = self.cleaned_data
        conditions: list[Q | Exists] = []
        if chosen.get("q"):
            conditions.append(meaning.titled(chosen["q"], self.user, self.lookup.sections))
        if chosen.get("kind"):
            conditions.append(Q(content_type_id=int(chosen["kind"])))
        if chosen.get("cluster"):
            conditions.append(self._in_section(chosen["cluster"]))
        if wanted := self.wanted():
            conditions.append(wanted.somewhere())
        return pages.filter(*conditions)

    def _in_section(self, chosen: str) -> Q:
        if chosen == FEDERATION:
            return ~meaning.below(self.lookup.sections)
        return meaning.below(self.lookup.roots_of(int(chosen)))


def kinds() -> list[tuple[str, str]]:
    """Returns the types of pages that are translated, as key and label."""
    found: list[tuple[str, str]] = []
    for pk in meaning.translated_types():
        model = ContentType.objects.get_for_id(pk).model_class()
        if model is not None and getattr(model, "is_creatable", True):
            found.append((str(pk), str(getattr(model, "kind_label", "") or model._meta.verbose_name)))
    return sorted(found, key=lambda kind: kind[1])


def sections_of(user: User, lookup: LanguagesAndSections) -> list[tuple[str, str]]:
    """Returns the clusters (key and name) whose pages the person may see in the report, and the federation."""
    clusters = sorted({(str(key), name) for key, name in lookup.sections.values()}, key=lambda each: each[1])
    federation = [(FEDERATION, site_name())]
    scope = translator_scope(user)
    if user.is_superuser or any(scope.everywhere(pk) for pk in scope.roots):
        return [*federation, *clusters]
    teams = teams_of(user)
    translated = {
        lookup.sections[root][0]
        for roots in scope.roots.values()
        for root in roots
        if root in lookup.sections
    }
    mine = [each for each in clusters if int(each[0]) in teams.clusters or int(each[0]) in translated]
    return [*(federation if teams.federation else []), *mine]
