"""The plain, frozen values that an engine takes and returns; no models."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.safestring import SafeString

from .errors import BadQuery
from .vector_space import DocumentVector

# The names under which documents can be filtered and counted.
FACETS = (
    "cluster",
    "kind",
    "topic",
    "audience",
    "language",
    "country",
    "source",
    "organisation",
    "year",
    "month",
    "when",
)
MAX_PAGE_SIZE = 100
# The furthest hit that a page may start at. Nobody reads further, and a database would have to sort all before it.
MAX_OFFSET = 10_000


@dataclass(frozen=True)
class EntryDocument:
    """One public entry in one language, as an engine stores it.

    Texts are plain text, not HTML. All moments are aware. `date` is the moment by which hits are sorted. The year and
    the month (1 to 12, of any year) that it is counted under are those of `day`; without one, those of `date` in the
    time zone that it carries. The document is found from `visible_from` on (None: always) and no longer at
    `visible_until` (None: for ever). Filters compare keys (`kind`, `cluster`, `topics`…), not their labels: a label
    that must be found as text has to be in `keywords`. So must `names`: what else the document is called. A search
    for exactly its title (unless `title_is_name` is false) or one of these finds it first. Databases leave out
    `vector`, which is for a server that compares vectors.
    """

    id: str
    language: str
    title: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    title_is_name: bool = True
    kind: str = ""
    cluster: str = ""
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    country: str = ""
    source: str = ""
    organisation: str = ""
    when: str = ""
    date: datetime | None = None
    day: dt.date | None = None
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    url: str = ""
    vector: DocumentVector | None = None

    def facet_values(self) -> tuple[tuple[str, str], ...]:
        """Returns the (facet, value) pairs of the document, each once, without empty values."""
        day = self.day or self.date
        pairs = [
            ("cluster", self.cluster),
            ("kind", self.kind),
            *(("topic", topic) for topic in self.topics),
            *(("audience", audience) for audience in self.audiences),
            ("language", self.language),
            ("country", self.country),
            ("source", self.source),
            ("organisation", self.organisation),
            ("year", str(day.year) if day else ""),
            ("month", str(day.month) if day else ""),
            ("when", self.when),
        ]
        return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


@dataclass(frozen=True)
class Change:
    """A change of one document: its new content, or None when it is gone. The higher version is the newer one."""

    id: str
    version: int
    document: EntryDocument | None


class Sort(StrEnum):
    """The order in which hits are sorted."""

    RELEVANCE = "relevance"
    DATE = "date"  # by `date`: what is coming soonest first, then the newest past
    PUBLISHED = "published"  # latest publication first

    @property
    def moment(self) -> str:
        """The field by which hits are sorted, newest first; with `RELEVANCE`, it decides between equal scores.

        With `DATE`, what is still to come stands before, the soonest first.
        """
        return "visible_from" if self is Sort.PUBLISHED else "date"


@dataclass(frozen=True)
class SearchRequest:
    """A search as an engine takes it. Raises `BadQuery` for values out of bounds, never for what is typed in `query`.

    `query` is what a person typed; empty means all documents. `filters` maps names of facets to accepted values: a
    document needs one of the values of each facet. Without a `language` filter, only documents in `language` are hits.
    `facets` are the names of facets to count. `prefix_last`: the last word may be unfinished.

    `typed_in` is the language of the typed words when it is not `language`: a visitor who typed French and goes on to
    the English results still asks for French words. `now` (aware) is the moment at which documents must be visible.
    Documents of the clusters in `without_clusters`, and those in `without_ids`, are neither hits nor counted (see
    `fairness`).
    """

    query: str
    language: str
    now: datetime
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    page_size: int = 10
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    prefix_last: bool = False
    without_clusters: tuple[str, ...] = ()
    without_ids: tuple[str, ...] = ()
    typed_in: str = ""

    def __post_init__(self) -> None:
        for name in (*self.filters, *self.facets):
            if name not in FACETS:
                raise BadQuery(f"Unknown facet {name!r}; known: {', '.join(FACETS)}.")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise BadQuery(f"page_size must be from 1 to {MAX_PAGE_SIZE}.")
        if not 0 <= self.offset <= MAX_OFFSET:
            raise BadQuery(f"offset must be from 0 to {MAX_OFFSET}.")
        if self.now.tzinfo is None:
            raise BadQuery("now must have a time zone.")

    @property
    def read_in(self) -> str:
        """The language whose stop words, elisions and thesaurus labels apply to the query."""
        return self.typed_in or self.language

    def all_filters(self) -> dict[str, tuple[str, ...]]:
        """Returns the filters in force, always with one on the language. A filter without values is left out."""
        given = {name: values for name, values in self.filters.items() if values}
        return {"language": (self.language,)} | given


@dataclass(frozen=True)
class Hit:
    """A document that a search found.

    `title` and `passage` are safe HTML: all text is escaped, and <mark> surrounds the words found. Compare scores only
    within one result. `first`: it has all words that any document has, so it comes before what lacks some.
    """

    id: str
    language: str
    score: float
    title: SafeString
    passage: SafeString
    first: bool = False


@dataclass(frozen=True)
class FacetCount:
    """How many hits there would be if this value were the facet's only filter."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """The answer to a `SearchRequest`.

    `total` counts all hits, not those of the page alone. `facets` holds each facet that was asked for, the most
    frequent value first; a value that is filtered by is listed even with no hit. `complete` tells how many hits have
    all words; by relevance they are the first. `relaxed`: none has, or a sentence was typed, whose words are optional.
    `filled`: less than a page has the words that a sentence needs, so those that have fewer were found, too.
    `did_you_mean` is another query that finds something, when this one found nothing with all its words. `stands_in`:
    the search server did not answer, so the database did. `counted` tells which of some documents the words find,
    whatever else is filtered by, also in other languages where these are counted: those that total and facets count as
    far as they pass the filters. It costs a small statement or request, and may raise `SearchUnavailable`.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    relaxed: bool = False
    did_you_mean: str | None = None
    stands_in: bool = False
    complete: int = 0
    filled: bool = False
    counted: Callable[[Sequence[str]], Collection[str]] = field(
        default=lambda _ids: frozenset(), compare=False, repr=False
    )


@dataclass(frozen=True)
class Suggestion:
    """A title that completes what is being typed; `highlighted` is `title` as safe HTML with the typed words marked."""

    id: str
    title: str
    highlighted: SafeString
    kind: str
    url: str


@dataclass(frozen=True)
class Health:
    """Whether an engine answers; `detail` says which version it is, or what went wrong."""

    engine: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Concept:
    """A concept of the thesaurus: for each language, its labels. A search for one label finds the others too."""

    key: str
    labels: Mapping[str, tuple[str, ...]]
