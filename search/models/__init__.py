"""The rows that the search keeps: one module a thing."""

from .change import IndexChange, IndexChangeQuerySet
from .entry import SearchEntry, SearchEntryQuerySet
from .harvest import (
    HarvestedItem,
    HarvestedItemQuerySet,
    HarvestHost,
    HarvestSource,
    HarvestSourceQuerySet,
    SourceFormat,
    SourceState,
)

__all__ = [
    "HarvestHost",
    "HarvestSource",
    "HarvestSourceQuerySet",
    "HarvestedItem",
    "HarvestedItemQuerySet",
    "IndexChange",
    "IndexChangeQuerySet",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SourceFormat",
    "SourceState",
]
