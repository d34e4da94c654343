"""Says whether what a request names can be the primary key of a row, before the database is asked for it."""

LONGEST_KEY = 18
"""In digits: databases accept no longer number."""


def is_key(value: str) -> bool:
    """Returns whether a value can be a primary key."""
    return value.isdecimal() and len(value) <= LONGEST_KEY
