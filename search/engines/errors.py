"""Exceptions of search engines."""


class SearchError(Exception):
    """Any failure of an engine."""


class SearchUnavailable(SearchError):
    """The engine did not answer, or the index is not there: no reason for a page to fail."""


class QuestionRefused(SearchUnavailable):
    """The server is well and does not answer this one question (too much in it): others may be asked."""


class BadQuery(SearchError, ValueError):
    """The caller asked for an unknown facet or a page out of bounds. Typed words never cause it."""


class InvalidIndexName(SearchError, ValueError):
    """The name of an index is not made of a letter, then letters, digits and underscores, 40 at most."""
