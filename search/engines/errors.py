"""What can go wrong in a search engine."""


class SearchError(Exception):
    """Any failure of an engine."""


class SearchUnavailable(SearchError):
    """The engine did not answer, or its index is not there. The site falls back or says so; it does not fail."""


class BadQuery(SearchError, ValueError):
    """The caller asked for what no engine has: an unknown facet, a page out of bounds. Typed words never cause it."""


class InvalidIndexName(SearchError, ValueError):
    """The name of an index is not made of a letter, then letters, digits and underscores, 40 at most."""
