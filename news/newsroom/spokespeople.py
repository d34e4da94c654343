"""Finds spokespeople by topic and language: the filters of their page, and one page of who is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FEDERATION
from clusters.content.facets import active_filters
from fedcms.core.i18n.formatting import language_name
from news.newsroom.contents import ShownSpokesperson

PAGE_SIZE = 24
FILTERS = ("topic", "language", "cluster")


@dataclass(frozen=True)
class SpokespeopleListing:
    """One page of spokespeople, with the filters."""

    page: "PaginatorPage[ShownSpokesperson]"
    total: int
    facets: list[dict[str, object]]
    active: list[dict[str, str]]


def _owner_key(person: ShownSpokesperson) -> str:
    return str(person.cluster.slug) if person.cluster else FEDERATION


def _keys(person: ShownSpokesperson, name: str) -> list[str]:
    """Returns the options of a filter that lead to a person."""
    if name == "topic":
        return [topic.key for topic in person.topics]
    return list(person.languages) if name == "language" else [_owner_key(person)]


def _without_accents(label: str) -> str:
    """Returns a label by which a list is sorted as people read it: "Évaluation" before "Formation"."""
    return "".join(letter for letter in normalize("NFKD", label.casefold()) if not combining(letter))


class SpokespeopleForm(forms.Form):
    """The filters of spokespeople, read from an address; invalid values are ignored: old links lead somewhere."""

    topic = forms.ChoiceField(label=_("Thème"), required=False)
    language = forms.ChoiceField(label=_("Langue parlée"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, people: Sequence[ShownSpokesperson], *, of_one_cluster: bool) -> None:
        """Offers what leads to somebody among `people`; without a filter by cluster for those of one alone."""
        super().__init__(data)
        self.params, self.people = data, people
        topics = {topic.key: str(topic) for person in people for topic in person.topics}
        languages = {code: language_name(code) for person in people for code in person.languages}
        owners = {
            _owner_key(person): str(person.cluster) if person.cluster else str(_("Fédération"))
            for person in people
        }
        self._offer("topic", _("Tous les thèmes"), topics)
        self._offer("language", _("Toutes les langues"), languages)
        self._offer("cluster", _("Tous les clusters"), owners)
        if of_one_cluster:
            del self.fields["cluster"]

    def _offer(self, name: str, everything: object, labels: dict[str, str]) -> None:
        pairs = sorted(labels.items(), key=lambda pair: _without_accents(pair[1]))
        self.fields[name].choices = [("", everything), *pairs]  # type: ignore[attr-defined]  # a ChoiceField

    def listing(self) -> SpokespeopleListing:
        """Returns one page of those whom the filters leave. No query."""
        self.is_valid()
        chosen = {name: str(self.cleaned_data[name]) for name in FILTERS if self.cleaned_data.get(name)}
        found = [person for person in self.people if self._is_left(person, chosen)]
        page = Paginator(found, PAGE_SIZE).get_page(self.cleaned_data.get("page") or 1)
        return SpokespeopleListing(
            page, len(found), self._facets(chosen), active_filters(self.fields, chosen, self.params)
        )

    def _is_left(self, person: ShownSpokesperson, chosen: dict[str, str], without: str = "") -> bool:
        return all(value in _keys(person, name) for name, value in chosen.items() if name != without)

    def _facets(self, chosen: dict[str, str]) -> list[dict[str, object]]:
        """Returns the groups that components/facets.html shows, each option with how many it would leave."""
        groups: list[dict[str, object]] = []
        for name in FILTERS:
            if name not in self.fields:
                continue
            left = [person for person in self.people if self._is_left(person, chosen, without=name)]
            counts = Counter(key for person in left for key in _keys(person, name))
            field = self.fields[name]
            options = [
                {
                    "value": value,
                    "label": label,
                    "count": counts[value] if value else len(left),
                    "selected": chosen.get(name, "") == value,
                }
                for value, label in field.choices  # type: ignore[attr-defined]  # a ChoiceField
                if not value or counts[value] or chosen.get(name) == value
            ]
            # "all" and one option: there is nothing to choose.
            if len(options) > 2 or name in chosen:
                groups.append({"name": name, "label": field.label, "options": options, "single": True})
        return groups
