"""Search results as templates and the API show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from clusters.content.registry import searchable_types
from search.engines.documents import SearchResult
from search.engines.highlighting import PASSAGE_CHARACTERS
from search.entries.indexing import EXTERNAL
from search.entries.kinds import kind_labels
from search.models import SearchEntry
from search.public.dates_in_words import DatesInWords
from search.public.forms import LANGUAGE


@dataclass(frozen=True)
class Duplicate:
    """Another site that has the same result: its name, and the address there."""

    name: str
    url: str


def own_words(entry: SearchEntry) -> tuple[SafeString, SafeString]:
    """Returns an entry's title and the beginning of its summary, in which no word is marked."""
    return escape(entry.title), escape(Truncator(entry.summary).chars(PASSAGE_CHARACTERS))


@dataclass(frozen=True)
class FoundEntry:
    """One result as templates and the API show it; `title` and `passage` are safe HTML."""

    entry: SearchEntry
    title: SafeString
    passage: SafeString
    # Whether it is there for its meaning, without having been among the first for its words.
    is_near: bool = False

    @property
    def kind_label(self) -> str:
        """The label of its kind, in the active language."""
        return str(kind_labels().get(self.entry.kind, self.entry.kind))

    @property
    def published_at(self) -> datetime:
        """When it was published (aware): a page's first publication, an item's date, else when its entry was created.

        Not the day on which an event takes place.
        """
        published: datetime | None = getattr(self.entry, "page_published_at", None)
        if published is None and self.entry.page_id is None and self.entry.ends_at is None:
            published = self.entry.date
        return published or self.entry.created_at

    @property
    def dated(self) -> date | None:
        """The date to show: a day or a moment; None without a date."""
        return self.entry.day or self.entry.date

    @property
    def is_external(self) -> bool:
        """Whether it is on a cluster's own site, so that its link leaves this site."""
        return self.entry.source == EXTERNAL

    @property
    def publisher(self) -> str:
        """The name of the cluster's site that it is on; "" for this site."""
        return self.entry.item.source.name if self.entry.item else ""

    @property
    def also(self) -> list[Duplicate]:
        """The other sites that have the same, each once."""
        items = getattr(self.entry, "duplicates", ())
        found = {item.source.name: Duplicate(item.source.name, item.address) for item in items}
        return [duplicate for name, duplicate in found.items() if name != self.publisher]

    @property
    def language_label(self) -> str:
        """The name of its language, in that language."""
        return str(dict(settings.LANGUAGES).get(self.entry.language, self.entry.language))

    @property
    def status_label(self) -> str:
        """A short warning ("Reporté") in the active language; "" when all goes as planned."""
        model = searchable_types().get(self.entry.kind)
        return str(model.status_words(self.entry.status)) if model else ""


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet, with its count."""

    value: str
    label: str
    count: int
    selected: bool

    @property
    def component_key(self) -> tuple[str, str, int, bool]:
        """All that is shown of it (`cached_include`)."""
        return self.value, self.label, self.count, self.selected


@dataclass(frozen=True)
class FoundResults:
    """The results of a search, ready to show."""

    entries: list[FoundEntry]
    result: SearchResult
    facets: dict[str, list[FacetOption]]
    # The active filters as (facet, value, label), whether or not they leave any result.
    chosen: list[tuple[str, str, str]]
    # Whether the query is a whole sentence, whose words are optional.
    is_sentence: bool = False
    # What other languages have on the same thing.
    elsewhere: tuple[FoundEntry, ...] = ()
    # How many hits meaning added to those of the words.
    near: int = 0
    # Whether the model gave no vector, so that words alone answered.
    words_alone: bool = False
    # The month or the year that was read in the words as a filter.
    dates: DatesInWords | None = None
    # Whether the words name a month or a year that was left among the words.
    has_date_as_words: bool = False

    @property
    def total(self) -> int:
        """How many hits there are in all."""
        return self.result.total

    @property
    def by_words(self) -> int:
        """How many hits have some of the words."""
        return self.total - self.near

    @property
    def has_near(self) -> bool:
        """Whether a result of this page is there for its meaning."""
        return any(entry.is_near for entry in self.entries)

    @property
    def in_other_languages(self) -> list[FacetOption]:
        """The languages that were not searched, with how many results each would have."""
        return [option for option in self.facets[LANGUAGE] if not option.selected]
