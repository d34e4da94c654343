"""Models of the search."""

from .change import IndexChange, IndexChangeQuerySet, version_of
from .entry import SearchEntry, SearchEntryQuerySet
from .harvest import (
    HarvestSource,
    HarvestSourceQuerySet,
    SourceFormat,
    SourceState,
)
from .harvested_item import HarvestedItem, HarvestedItemQuerySet, HarvestHost
from .promotion import PromotedResult, PromotedResultQuerySet
from .proposal import ConceptProposal
from .statistics import ClickCount, SearchCount
from .thesaurus import ThesaurusConcept
from .thesaurus_version import SeededConcept, ThesaurusVersion
from .vector import EntryVector, EntryVectorQuerySet

__all__ = [
    "ClickCount",
    "ConceptProposal",
    "EntryVector",
    "EntryVectorQuerySet",
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
