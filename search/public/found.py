"""Search results as templates and the API show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from clusters.content.registry import searchable_types
from search.engines.documents import SearchResult
from search.entries.indexing import EXTERNAL
from search.entries.kinds import kind_labels
from search.models import SearchEntry
from search.public.forms import LANGUAGE


@dataclass(frozen=True)
class Duplicate:
    """Another place where a result stands: the name of the site and the address there."""

    name: str
    url: str


@dataclass(frozen=True)
class FoundEntry:
    """One result as templates and the API show it."""

    entry: SearchEntry
    title: SafeString
    passage: SafeString

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in the active language."""
        return str(kind_labels().get(self.entry.kind, self.entry.kind))

    @property
    def published_at(self) -> datetime:
        """When it came out (aware): of a page, its first publication; of the rest its date, or when the search met it.

        Not the day on which an event takes place.
        """
        published: datetime | None = getattr(self.entry, "page_published_at", None)
        if published is None and self.entry.page_id is None and self.entry.ends_at is None:
            published = self.entry.date
        return published or self.entry.created_at

    @property
    def dated(self) -> date | None:
        """What the date line says: a day, or a moment; `None` for what has no date."""
        return self.entry.day or self.entry.date

    @property
    def is_external(self) -> bool:
        """Whether it stands on a cluster's own site: its link leads out of this one."""
        return self.entry.source == EXTERNAL

    @property
    def publisher(self) -> str:
        """The name of the site it stands on; "" for this one."""
        return self.entry.item.source.name if self.entry.item else ""

    @property
    def also(self) -> list[Duplicate]:
        """Where the same stands besides: each other site once."""
        items = getattr(self.entry, "duplicates", ())
        found = {item.source.name: Duplicate(item.source.name, item.address) for item in items}
        return [duplicate for name, duplicate in found.items() if name != self.publisher]

    @property
    def status_label(self) -> str:
        """A short warning ("Reporté") in the active language, "" when all goes as planned."""
        model = searchable_types().get(self.entry.kind)
        return str(model.status_words(self.entry.status)) if model else ""


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet with its count."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FoundResults:
    """What a search found."""

    entries: list[FoundEntry]
    result: SearchResult
    facets: dict[str, list[FacetOption]]
    # The filters that are on, whether or not they leave something: facet, value, label.
    chosen: list[tuple[str, str, str]]
    # A whole sentence was asked for, whose words are optional.
    is_sentence: bool = False

    @property
    def total(self) -> int:
        """How many hits there are in all."""
        return self.result.total

    @property
    def in_other_languages(self) -> list[FacetOption]:
        """The languages that were not searched, with what the same search finds in each."""
        return [option for option in self.facets[LANGUAGE] if not option.selected]
