"""Plain values that all parsers return."""

import datetime as dt
from dataclasses import dataclass, field
from datetime import datetime, tzinfo


@dataclass(frozen=True)
class Context:
    """What a parser must know beyond the bytes."""

    address: str
    """Where they came from; relative links start there."""
    content_type: str
    time_zone: tzinfo
    """Of dates that name none: the cluster's."""
    limit: int
    """How many items are taken, the first ones."""


@dataclass(frozen=True)
class FoundItem:
    """One thing that a source names. Texts are plain text already cut; dates are aware."""

    guid: str
    address: str
    """Absolute http(s) without what tracks readers; "" when it has none of its own."""
    title: str
    summary: str = ""
    language: str = ""
    """As declared by the item or the source, e.g. "fr-CA"; "" = undeclared."""
    date: datetime | None = None
    changed: datetime | None = None
    """When it last changed, where it does not say when it was published: not later than that."""
    day: dt.date | None = None
    ends_at: datetime | None = None
    """When what takes place is over; `None` for what does not, and for series without an end."""
    place: str = ""
    status: str = ""
    wants_page: bool = False
    """Its page's own metadata would complete it."""
    is_private: bool = False
    """Not for everybody: it is not kept, and forgotten if it was."""


@dataclass(frozen=True)
class Parsed:
    """What was read of a source."""

    format: str
    """A value of search.models.SourceFormat."""
    items: list[FoundItem] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    """Addresses of further documents of the same source (an index of sitemaps)."""
    site: str = ""
    """The address of the site that the source says it belongs to."""
