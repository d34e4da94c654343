"""Plain values that all parsers return."""

import datetime as dt
from dataclasses import dataclass, field
from datetime import datetime, tzinfo


@dataclass(frozen=True)
class Context:
    """What a parser needs to know beyond the bytes."""

    address: str
    """Where the bytes came from: relative links are resolved against it."""
    content_type: str
    time_zone: tzinfo
    """The cluster's time zone, for dates that name none."""
    limit: int
    """The most items to take; later ones are ignored."""


@dataclass(frozen=True)
class FoundItem:
    """One item as a parser found it in a source. Texts are plain and cut to length; dates are aware."""

    guid: str
    address: str
    """Absolute http(s) address without tracking parameters; "" when the item has none of its own."""
    title: str
    summary: str = ""
    language: str = ""
    """As declared by the item or the source, e.g. "fr-CA"; "" = undeclared."""
    date: datetime | None = None
    changed: datetime | None = None
    """When the item last changed, if it does not say when it was published: it was published no later."""
    day: dt.date | None = None
    ends_at: datetime | None = None
    """When an event ends; None for anything else, and for a series without an end."""
    place: str = ""
    status: str = ""
    wants_page: bool = False
    """Whether the metadata of its own page should complete the item."""
    is_private: bool = False
    """Whether it is not for the public: it is not stored, and deleted if it was."""


@dataclass(frozen=True)
class Parsed:
    """What a parser found in a document."""

    format: str
    """A value of search.models.SourceFormat."""
    items: list[FoundItem] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    """Addresses of further documents to read: the sitemaps that a sitemap index lists."""
    site: str = ""
    """The address of the site that the source says it belongs to."""
