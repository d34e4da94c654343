"""Exceptions of search engines."""


class SearchError(Exception):
    """Any failure of an engine."""


class SearchUnavailable(SearchError):
    """Raised when the engine does not answer or the index is missing. No page may fail because of it."""


class QuestionRefused(SearchUnavailable):
    """Raised when the server is well but refuses this one search (too long, say). Other searches may go on."""


class BadQuery(SearchError, ValueError):
    """Raised when the caller asks for an unknown facet or a page out of bounds. Typed words never cause it."""


class InvalidIndexName(SearchError, ValueError):
    """Raised for an index name that is not a letter, then letters, digits and underscores (a-z, 0-9, _), 40 at most."""
