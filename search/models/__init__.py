"""The rows that the search keeps: one module a thing."""

from .change import IndexChange, IndexChangeQuerySet, version_of
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
from .promotion import PromotedResult, PromotedResultQuerySet
from .statistics import ClickCount, SearchCount
from .thesaurus import SeededConcept, ThesaurusConcept, ThesaurusVersion

__all__ = [
    "ClickCount",
    "HarvestHost",
    "HarvestSource",
    "HarvestSourceQuerySet",
    "HarvestedItem",
    "HarvestedItemQuerySet",
    "IndexChange",
    "IndexChangeQuerySet",
    "PromotedResult",
    "PromotedResultQuerySet",
    "SearchCount",
    "SearchEntry",
    "SearchEntryQuerySet",
    "SeededConcept",
    "SourceFormat",
    "SourceState",
    "ThesaurusConcept",
    "ThesaurusVersion",
    "version_of",
]
