"""The filters that some kinds alone have, such as a country: the expression that gives a page's option.

An app registers them when the process starts, so that listings filter and count by what is in its own tables.
"""

from collections.abc import Mapping

from django.db.models.expressions import Combinable

COLUMN = "facet_"
"""The beginning of the name of a facet's column in a query."""

_options: dict[str, Combinable] = {}


def register_kind_facet(name: str, option: Combinable) -> None:
    """Registers a facet; `option` gives a page's only option, NULL or "" for none."""
    _options[name] = option


def option_of(column: str) -> Combinable:
    """Returns the expression of a facet's column. Raises `KeyError` for a facet that nobody registered."""
    return _options[column.removeprefix(COLUMN)]


def options_of(row: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """Returns the options of a group of pages by facet, for the columns of `row` that are such facets."""
    return {
        column.removeprefix(COLUMN): frozenset({str(value)} if value else ())
        for column, value in row.items()
        if column.startswith(COLUMN)
    }
