"""The rows that the search keeps: one module a thing."""

from .entry import SearchEntry, SearchEntryQuerySet

__all__ = ["SearchEntry", "SearchEntryQuerySet"]
