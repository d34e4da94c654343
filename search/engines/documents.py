"""The plain, frozen values that an engine takes and returns; no models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.safestring import SafeString

from .errors import BadQuery

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
    "when",
)
MAX_PAGE_SIZE = 100
# Nobody reads further; a database would have to sort all of it.
MAX_OFFSET = 10_000


@dataclass(frozen=True)
class EntryDocument:
    """One public thing in one language, as an engine sees it.

    Texts are plain text, not HTML. Dates are aware; `date` is the moment to sort and count by, in the time
    zone in which its year is to be read. The document is found from `visible_from` (None: always) until just
    before `visible_until` (None: for ever). Keys (`kind`, `cluster`, `topics`…) are what filters compare;
    their labels are the caller's affair, and `keywords` is the place for those labels that must be found as
    text.
    """

    id: str
    language: str
    title: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    kind: str = ""
    cluster: str = ""
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    country: str = ""
    source: str = ""
    organisation: str = ""
    when: str = ""
    date: datetime | None = None
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    url: str = ""

    def facet_values(self) -> tuple[tuple[str, str], ...]:
        """(facet, value) pairs of the document, without empty values, each once."""
        pairs = [
            ("cluster", self.cluster),
            ("kind", self.kind),
            *(("topic", topic) for topic in self.topics),
            *(("audience", audience) for audience in self.audiences),
            ("language", self.language),
            ("country", self.country),
            ("source", self.source),
            ("organisation", self.organisation),
            ("year", str(self.date.year) if self.date else ""),
            ("when", self.when),
        ]
        return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


@dataclass(frozen=True)
class Change:
    """What a document is from `version` on; without a document, it is gone. Higher versions are newer."""

    id: str
    version: int
    document: EntryDocument | None


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    DATE = "date"  # what takes place, by the day on which it does
    PUBLISHED = "published"  # what became public last comes first

    @property
    def moment(self) -> str:
        """The field by which hits are sorted, or which decides between equals: the newest first."""
        return "visible_from" if self is Sort.PUBLISHED else "date"


@dataclass(frozen=True)
class SearchRequest:
    """One search. Raises `BadQuery` for what a caller should have refused; never for anything in `query`.

    `query` is what a person typed, in `language`; empty means everything. `filters` maps facet names to
    accepted values (one of them is enough; all facets must agree). Without a `language` filter only documents
    in `language` are hits. `facets` are the names to count. `prefix_last`: the last word may be unfinished.
    `typed_in` is the language in which the query is read, where it is not `language`: who typed French and goes on
    to the English results still asks for French words. `now` is the moment of visibility. Hits, total and facets
    are as if documents of `without_clusters` and those in `without_ids` were not there (see `fairness`).
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
        """The language whose small words, elisions and labels those of the query are."""
        return self.typed_in or self.language

    def all_filters(self) -> dict[str, tuple[str, ...]]:
        """The filters that hold, the language among them; a filter without values is no filter."""
        given = {name: values for name, values in self.filters.items() if values}
        return {"language": (self.language,)} | given


@dataclass(frozen=True)
class Hit:
    """One result.

    `title` and `passage` are safe HTML: everything is escaped but the <mark> around words found. Scores
    compare hits of one result only.
    """

    id: str
    language: str
    score: float
    title: SafeString
    passage: SafeString


@dataclass(frozen=True)
class FacetCount:
    """How many hits there would be with this value as the facet's only filter."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """The answer to a request.

    `total` counts all hits, not the page's. `facets` holds each facet asked for, the most frequent value
    first; values filtered by are in it even at zero. `relaxed`: no document had all words, these have most of
    them. `did_you_mean` is a query that finds something, offered when this one found nothing with all its
    words. `stands_in`: the search server does not answer, the database did.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    relaxed: bool = False
    did_you_mean: str | None = None
    stands_in: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A title that completes what is typed; `highlighted` is the plain `title` as safe HTML."""

    id: str
    title: str
    highlighted: SafeString
    kind: str
    url: str


@dataclass(frozen=True)
class Health:
    """Whether the engine answers, and in words what it is or what fails."""

    engine: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Concept:
    """A concept of the thesaurus: per language, labels that a search takes for one another."""

    key: str
    labels: Mapping[str, tuple[str, ...]]
