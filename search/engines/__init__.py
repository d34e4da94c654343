"""Chooses the engine of the federated search, and names what its callers use."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from .documents import (
    FACETS,
    MAX_OFFSET,
    MAX_PAGE_SIZE,
    Concept,
    EntryDocument,
    FacetCount,
    Health,
    Hit,
    SearchRequest,
    SearchResult,
    Sort,
    Suggestion,
)
from .errors import BadQuery, InvalidIndexName, SearchError, SearchUnavailable
from .postgresql import PostgreSQLEngine
from .protocol import SearchEngine
from .sqlite import SQLiteEngine

__all__ = [
    "FACETS",
    "MAX_OFFSET",
    "MAX_PAGE_SIZE",
    "BadQuery",
    "Concept",
    "EntryDocument",
    "FacetCount",
    "Health",
    "Hit",
    "InvalidIndexName",
    "PostgreSQLEngine",
    "SQLiteEngine",
    "SearchEngine",
    "SearchError",
    "SearchRequest",
    "SearchResult",
    "SearchUnavailable",
    "Sort",
    "Suggestion",
    "get_engine",
]


def get_engine(alias: str = "default") -> SearchEngine:
    """The engine that `FEDCMS_SEARCH_URL` names; without it, the full text of the database `alias`.

    The same object is given each time, so that a thesaurus once set stays. Raises `ImproperlyConfigured`.
    """
    return _engine(getattr(settings, "FEDCMS_SEARCH_URL", None) or "", connections[alias].vendor, alias)


@lru_cache(maxsize=8)
def _engine(url: str, vendor: str, alias: str) -> SearchEngine:
    if url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            "FEDCMS_SEARCH_URL names a search server; this version searches in the database. Leave it empty."
        )
    if url:
        raise ImproperlyConfigured(f"FEDCMS_SEARCH_URL={url!r}: leave it empty to search in the database.")
    if vendor == "sqlite":
        return SQLiteEngine(alias)
    if vendor == "postgresql":
        return PostgreSQLEngine(alias)
    raise ImproperlyConfigured(f"No search engine for {vendor}: use SQLite or PostgreSQL.")
