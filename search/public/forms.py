"""Validates search parameters: strictly for the API, leniently for people."""

import re
from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from clusters.models import Cluster
from fedcms.core.audiences import Audience
from fedcms.core.models import Topic
from search.engines.documents import MAX_OFFSET, SearchRequest, Sort
from search.entries.indexing import COMING, EXTERNAL, PAST, SITE
from search.entries.kinds import kind_labels

PAGE_SIZE = 10
MAX_QUERY, MAX_KEY = 200, 80
# The value of the facet of clusters that stands for the federation itself.
FEDERATION = "federation"
# The facets offered, in the order in which they are shown.
LANGUAGE = "language"
FACETS = ("cluster", "kind", "topic", "audience", "when", "year", "month", "country", "source", LANGUAGE)
# Facets whose values only the database, or the calendar, knows.
_OPEN_FACETS = ("cluster", "topic", "year", "country")
_FACET_CHOICES: dict[str, Iterable[str]] = {
    "audience": Audience.values,
    "when": (COMING, PAST),
    "source": (SITE, EXTERNAL),
    "month": tuple(map(str, MONTHS)),
    LANGUAGE: dict(settings.LANGUAGES),
}
MAX_VALUES = 20
LAST_PAGE = MAX_OFFSET // PAGE_SIZE
AS_WORDS = "words"
"""The value of `dates` with which months and years among the words are words as others, no filter."""


class SearchForm(forms.Form):
    """The form of the search: `q`, `locale`, `typed`, `page`, `sort`, `dates`, and several values of each facet."""

    q = forms.CharField(required=False, max_length=MAX_QUERY, label=_("Mots cherchés"))
    locale = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    typed = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)
    sort = forms.ChoiceField(required=False, choices=[(sort.value, sort.value) for sort in Sort])
    dates = forms.ChoiceField(required=False, choices=[(AS_WORDS, AS_WORDS)])

    def __init__(self, data: QueryDict, *, language: str) -> None:
        """Takes the language to search in, unless `locale` names another."""
        super().__init__(data)
        self.params = data
        self.language = language
        self.choices = {**_FACET_CHOICES, "kind": kind_labels()}

    def _values(self, name: str) -> tuple[str, ...]:
        """Returns the values asked for of a facet, without unknown ones if its values are fixed."""
        asked = dict.fromkeys(value[:MAX_KEY] for value in self.params.getlist(name) if value)
        return tuple(value for value in asked if value in self.choices.get(name, asked))[:MAX_VALUES]

    def without(self, *names: str, **values: str) -> QueryDict:
        """Returns the parameters without those in `names`, without `page`, and without single `values` of others."""
        rest = self.params.copy()
        for name in (*names, "page"):
            rest.pop(name, None)
        for name, value in values.items():
            rest.setlist(name, [other for other in rest.getlist(name) if other[:MAX_KEY] != value])
        return rest

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Returns the chosen values of each facet. Call `is_valid()` first."""
        chosen = {name: self._values(name) for name in FACETS}
        # Choosing only the language that is searched anyway is no filter.
        if chosen[LANGUAGE] == (self._searched_language(),):
            chosen[LANGUAGE] = ()
        return chosen

    def _searched_language(self) -> str:
        return self.cleaned_data.get("locale") or self.language

    @property
    def reads_dates(self) -> bool:
        """Whether a month or a year among the words is a filter. Call `is_valid()` first."""
        return not self.cleaned_data.get("dates")

    def to_request(self) -> SearchRequest:
        """Returns the search asked for. Invalid parameters are ignored, so that people always get a page."""
        self.is_valid()
        cleaned = self.cleaned_data
        words = cleaned.get("q") or (self.data.get("q") or "")[:MAX_QUERY]
        page = cleaned.get("page") or 1
        return SearchRequest(
            query=words,
            language=self._searched_language(),
            now=timezone.now(),
            filters={name: values for name, values in self.filters().items() if values},
            facets=FACETS,
            page_size=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
            sort=Sort(cleaned.get("sort") or Sort.RELEVANCE),
            typed_in=cleaned.get("typed") or "",
        )


class StrictSearchForm(SearchForm):
    """The search form for programs: it refuses a misspelt name or value, instead of finding nothing."""

    def clean(self) -> None:
        """Refuses unknown parameters and values. One query for clusters and one for topics, if they are asked for."""
        for name in self.params.keys() - self.fields.keys() - set(FACETS):
            self.errors[name[:MAX_KEY]] = self.error_class([str(_("Ce paramètre n’existe pas."))])
        message = forms.MultipleChoiceField.default_error_messages["invalid_choice"]
        for name in FACETS:
            given = self.params.getlist(name)
            asked = dict.fromkeys(value for value in given if value)
            if len(given) > MAX_VALUES:
                most = ngettext("%(count)d valeur au plus.", "%(count)d valeurs au plus.", MAX_VALUES)
                self.errors[name] = self.error_class([most % {"count": MAX_VALUES}])
            elif asked and (unknown := [value for value in asked if not self._exists(name, value)]):
                self.errors[name] = self.error_class([message % {"value": value} for value in unknown])

    def _exists(self, name: str, value: str) -> bool:
        if name == "cluster":
            return value == FEDERATION or value in self._clusters
        if name == "topic":
            return value in self._topics
        if name == "year":
            return bool(re.fullmatch("[0-9]{4}", value))
        return value in (countries if name == "country" else self.choices[name])

    @cached_property
    def _clusters(self) -> set[str]:
        return set(Cluster.objects.values_list("slug", flat=True))

    @cached_property
    def _topics(self) -> set[str]:
        return set(Topic.objects.values_list("key", flat=True))

    def refuse_page(self, last: int) -> None:
        """Adds the error that the page asked for is beyond the last one. Call it after the search."""
        message = ngettext("Il n’y a que %(count)d page.", "Il n’y a que %(count)d pages.", last)
        self.errors["page"] = self.error_class([message % {"count": last}])


class SuggestionForm(forms.Form):
    """The form of suggestions: `q`, the words typed so far, and `locale`, their language."""

    q = forms.CharField(max_length=MAX_QUERY)
    locale = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
