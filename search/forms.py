"""Reads the parameters of a search: strictly for programs, kindly for people."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fedcms.core.audiences import Audience
from search.engines.documents import MAX_OFFSET, SearchRequest, Sort
from search.kinds import kind_labels

PAGE_SIZE = 10
MAX_QUERY = 200
# The facets offered, in the order in which they are shown.
FACETS = ("cluster", "kind", "topic", "audience")
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
        return tuple(dict.fromkeys(value[:80] for value in self.params.getlist(name) if value))[:20]

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
            facets=(*FACETS, "language"),
            page_size=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
            sort=Sort(cleaned.get("sort") or Sort.RELEVANCE),
        )


class SuggestionForm(forms.Form):
    """The parameters of suggestions: `q`, the words so far, and the `locale` in which they are typed."""

    q = forms.CharField(max_length=MAX_QUERY)
    locale = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
