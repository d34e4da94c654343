"""The rows that the search keeps: one module a thing."""

from .change import IndexChange, IndexChangeQuerySet
from .entry import SearchEntry, SearchEntryQuerySet

__all__ = ["IndexChange", "IndexChangeQuerySet", "SearchEntry", "SearchEntryQuerySet"]
