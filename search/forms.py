"""Reads the parameters of a search: strictly for programs, kindly for people."""

from typing import ClassVar

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from fedcms.core.audiences import Audience
from fedcms.core.models import Topic
from search.engines.documents import MAX_OFFSET, SearchRequest, Sort
from search.kinds import kind_labels

PAGE_SIZE = 10
MAX_QUERY = 200
MAX_KEY = 80
# What stands in the facet of clusters for the federation itself.
FEDERATION = "federation"
# The facets offered, in the order in which they are shown.
FACETS = ("cluster", "kind", "topic", "audience")
# Counted besides them; results of two languages are never mixed.
LANGUAGE = "language"
LAST_PAGE = MAX_OFFSET // PAGE_SIZE


class SearchForm(forms.Form):
    """The parameters `q`, `locale`, `page`, `sort`, and several values of each facet."""

    q = forms.CharField(required=False, max_length=MAX_QUERY, label=_("Mots cherchés"))
    locale = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)
    sort = forms.ChoiceField(required=False, choices=[(sort.value, sort.value) for sort in Sort])
    kind = forms.MultipleChoiceField(required=False)
    audience = forms.MultipleChoiceField(required=False, choices=Audience.choices)

    def __init__(self, data: QueryDict, *, language: str) -> None:
        """`language` is searched in unless `locale` names another."""
        super().__init__(data)
        self.params = data
        self.language = language
        self.fields["kind"].choices = [(kind, kind) for kind in kind_labels()]  # type: ignore[attr-defined]

    def _slugs(self, name: str) -> tuple[str, ...]:
        """The values of a facet whose keys only the database knows; an unknown one finds nothing."""
        return tuple(dict.fromkeys(value[:MAX_KEY] for value in self.params.getlist(name) if value))[:20]

    def without(self, *names: str, **values: str) -> QueryDict:
        """The address's parameters without those named, the page's number, and single values of others."""
        rest = self.params.copy()
        for name in (*names, "page"):
            rest.pop(name, None)
        for name, value in values.items():
            rest.setlist(name, [other for other in rest.getlist(name) if other[:MAX_KEY] != value])
        return rest

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The chosen values of each facet; call `is_valid()` first."""
        cleaned = self.cleaned_data
        return {
            "cluster": self._slugs("cluster"),
            "topic": self._slugs("topic"),
            "kind": tuple(cleaned.get("kind") or ()),
            "audience": tuple(cleaned.get("audience") or ()),
        }

    def to_request(self) -> SearchRequest:
        """The search asked for. What did not validate is left out, so that people always get a page."""
        self.is_valid()
        cleaned = self.cleaned_data
        words = cleaned.get("q") or (self.data.get("q") or "")[:MAX_QUERY]
        page = cleaned.get("page") or 1
        return SearchRequest(
            query=words,
            language=cleaned.get("locale") or self.language,
            now=timezone.now(),
            filters={name: values for name, values in self.filters().items() if values},
            facets=(*FACETS, LANGUAGE),
            page_size=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
            sort=Sort(cleaned.get("sort") or Sort.RELEVANCE),
        )


class StrictSearchForm(SearchForm):
    """The same for programs, which learn that they misspelt a name or a key instead of finding nothing."""

    KEYS: ClassVar = ("cluster", "topic")

    def clean(self) -> None:
        """Refuses unknown parameters, and unknown clusters and topics: a query for each facet that is asked."""
        for name in self.params.keys() - self.fields.keys() - set(self.KEYS):
            self.errors[name[:MAX_KEY]] = self.error_class([str(_("Ce paramètre n’existe pas."))])
        for name in self.KEYS:
            asked = [value for value in self.params.getlist(name) if value]
            if asked:
                self._refuse_unknown(name, asked)

    def _refuse_unknown(self, name: str, asked: list[str]) -> None:
        known = set(
            Cluster.objects.values_list("slug", flat=True)
            if name == "cluster"
            else Topic.objects.values_list("key", flat=True)
        ) | ({FEDERATION} if name == "cluster" else set())
        message = forms.MultipleChoiceField.default_error_messages["invalid_choice"]
        if unknown := [value for value in dict.fromkeys(asked) if value not in known]:
            self.errors[name] = self.error_class([message % {"value": value} for value in unknown])

    def refuse_page(self, last: int) -> None:
        """After the search: the page asked for is beyond the last one."""
        message = ngettext("Il n’y a que %(count)d page.", "Il n’y a que %(count)d pages.", last)
        self.errors["page"] = self.error_class([message % {"count": last}])


class SuggestionForm(forms.Form):
    """The parameters of suggestions: `q`, the words so far, and the `locale` in which they are typed."""

    q = forms.CharField(max_length=MAX_QUERY)
    locale = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
