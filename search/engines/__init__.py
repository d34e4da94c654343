"""Chooses the engine of the federated search, and names what its callers use."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from search.engines.postgresql.engine import PostgreSQLEngine
from search.engines.sqlite.engine import SQLiteEngine

from .database import DatabaseEngine
from .documents import (
    FACETS,
    MAX_OFFSET,
    MAX_PAGE_SIZE,
    Change,
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
from .errors import BadQuery, InvalidIndexName, QuestionRefused, SearchError, SearchUnavailable
from .fallback import FallbackEngine
from .protocol import SearchEngine
from .vector_space import DocumentVector, VectorSpace, vector_space

if TYPE_CHECKING:
    from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = [
    "FACETS",
    "MAX_OFFSET",
    "MAX_PAGE_SIZE",
    "BadQuery",
    "Change",
    "Concept",
    "DatabaseEngine",
    "DocumentVector",
    "ElasticsearchEngine",
    "EntryDocument",
    "FacetCount",
    "FallbackEngine",
    "Health",
    "Hit",
    "InvalidIndexName",
    "PostgreSQLEngine",
    "QuestionRefused",
    "SQLiteEngine",
    "SearchEngine",
    "SearchError",
    "SearchRequest",
    "SearchResult",
    "SearchUnavailable",
    "Sort",
    "Suggestion",
    "VectorSpace",
    "get_database_engine",
    "get_engine",
    "get_server_engine",
]


def __getattr__(name: str) -> object:
    """Imports `ElasticsearchEngine` when it is first asked for: its client takes a seventh of the site's start."""
    if name == "ElasticsearchEngine":
        return _elasticsearch()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _elasticsearch() -> "type[ElasticsearchEngine]":
    from search.engines.elasticsearch.engine import ElasticsearchEngine  # noqa: PLC0415  # see `__getattr__`

    return ElasticsearchEngine


def get_engine(alias: str = "default") -> SearchEngine:
    """Returns the engine that answers searches: the server of `FEDCMS_SEARCH_URL` if there is one, else the database.

    With a server, the database answers whenever the server does not (`FallbackEngine`). Returns the same object each
    time, so that a thesaurus once set stays set. Raises `ImproperlyConfigured` for an address or a database that no
    engine knows.
    """
    server, database = get_server_engine(), get_database_engine(alias)
    if server is None:
        return database
    return _fallbacks.setdefault((id(server), id(database)), FallbackEngine(server, database))


# Keys are the `id()` of a server engine and of a database engine, which both live as long as the process.
_fallbacks: dict[tuple[int, int], FallbackEngine] = {}


def get_database_engine(alias: str = "default") -> DatabaseEngine:
    """Returns the engine that searches in the database `alias`.

    It is always written, and answers when no search server does.
    """
    return _database_engine(connections[alias].vendor, alias)


def get_server_engine(timeout: float | None = None) -> "ElasticsearchEngine | None":
    """Returns the engine of the search server that `FEDCMS_SEARCH_URL` names, or None without one.

    `timeout` is how many seconds a search may take; without it, `FEDCMS_SEARCH_TIMEOUT`. Raises `ImproperlyConfigured`
    when the address is not http:// or https://.
    """
    url = settings.FEDCMS_SEARCH_URL
    if not url:
        return None
    return _server_engine(
        url, settings.FEDCMS_SEARCH_PREFIX, timeout or settings.FEDCMS_SEARCH_TIMEOUT, vector_space()
    )


@lru_cache(maxsize=8)
def _database_engine(vendor: str, alias: str) -> DatabaseEngine:
    if vendor == "sqlite":
        return SQLiteEngine(alias)
    if vendor == "postgresql":
        return PostgreSQLEngine(alias)
    raise ImproperlyConfigured(f"No search engine for {vendor}: use SQLite or PostgreSQL.")


@lru_cache(maxsize=8)
def _server_engine(url: str, prefix: str, timeout: float, space: VectorSpace | None) -> "ElasticsearchEngine":
    if not url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"FEDCMS_SEARCH_URL={url!r}: give the address of an Elasticsearch server (http:// or https://), or"
            " leave it empty to search in the database."
        )
    return _elasticsearch()(url, prefix=prefix, timeout=timeout, space=space)
