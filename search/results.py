"""Runs a search and joins what the engine found with the entries, which decide what may be shown."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F, Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.content_types import searchable_types
from clusters.models import Cluster
from fedcms.core.audiences import Audience
from fedcms.core.models import Topic
from search import thesaurus
from search.engines import get_engine
from search.engines.documents import SearchRequest, SearchResult
from search.forms import FACETS, LANGUAGE
from search.harvest.rows import EXTERNAL
from search.kinds import kind_labels, kind_labels_plural
from search.models import HarvestedItem, SearchEntry

CREDITED = HarvestedItem.objects.shown().select_related("source").order_by("pk")


@dataclass(frozen=True)
class Credit:
    """Another place where a result stands: the name of the site and the address there."""

    name: str
    url: str


@dataclass(frozen=True)
class FoundEntry:
    """One result as templates and the API show it."""

    entry: SearchEntry
    title: SafeString
    passage: SafeString

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in the active language."""
        return str(kind_labels().get(self.entry.kind, self.entry.kind))

    @property
    def dated(self) -> date | None:
        """What the date line says: a day, or a moment; `None` for what has no date."""
        return self.entry.day or self.entry.date

    @property
    def is_external(self) -> bool:
        """Whether it stands on a cluster's own site: its link leads out of this one."""
        return self.entry.source == EXTERNAL

    @property
    def publisher(self) -> str:
        """The name of the site it stands on; "" for this one."""
        return self.entry.item.source.name if self.entry.item else ""

    @property
    def also(self) -> list[Credit]:
        """Where the same stands besides: each other site once."""
        items = getattr(self.entry, "credited", ())
        found = {item.source.name: Credit(item.source.name, item.address) for item in items}
        return [credit for name, credit in found.items() if name != self.publisher]

    @property
    def status_label(self) -> str:
        """A short warning ("Reporté") in the active language, "" when all goes as planned."""
        model = searchable_types().get(self.entry.kind)
        return str(model.status_words(self.entry.status)) if model else ""


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet with its count."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Found:
    """What a search found."""

    entries: list[FoundEntry]
    result: SearchResult
    facets: dict[str, list[FacetOption]]
    # The filters that are on, whether or not they leave something: facet, value, label.
    chosen: list[tuple[str, str, str]]

    @property
    def total(self) -> int:
        """How many hits there are in all."""
        return self.result.total

    @property
    def elsewhere(self) -> list[FacetOption]:
        """The languages that were not searched, with what the same search finds in each."""
        return [option for option in self.facets[LANGUAGE] if not option.selected]


def _labels() -> dict[str, dict[str, str]]:
    """The words for each facet's keys, in the active language. Two queries."""
    return {
        "cluster": {c.slug: str(c) for c in Cluster.objects.all()} | {"federation": _("Fédération")},
        "topic": {t.key: str(t) for t in Topic.objects.all()},
        "kind": {kind: str(label) for kind, label in kind_labels_plural().items()},
        "audience": {a.value: str(a.label) for a in Audience},
        LANGUAGE: dict(settings.LANGUAGES),
    }


def find(request: SearchRequest) -> Found:
    """Searches. Raises `SearchUnavailable` when the engine does not answer.

    Hits whose entry is gone or not visible at the request's moment are dropped.
    """
    thesaurus.refresh()
    result = get_engine().search(settings.FEDCMS_SEARCH_INDEX, request)
    keys = [hit.id for hit in result.hits]
    entries = {
        entry.key: entry
        for entry in SearchEntry.objects.visible(request.now)
        .filter(key__in=keys)
        .annotate(page_url_path=F("page__url_path"))
        .select_related("cluster", "item__source")
        .prefetch_related(Prefetch("also_items", CREDITED, to_attr="credited"))
        .defer("body")
    }
    labels = _labels()
    facets = {
        name: [
            FacetOption(
                value=count.value,
                label=labels[name].get(count.value, count.value),
                count=count.count,
                selected=count.value in request.all_filters().get(name, ()),
            )
            for count in result.facets.get(name, ())
        ]
        for name in (*FACETS, LANGUAGE)
    }
    found = [FoundEntry(entries[hit.id], hit.title, hit.passage) for hit in result.hits if hit.id in entries]
    chosen = [
        (name, value, labels[name].get(value, value))
        for name in FACETS
        for value in request.filters.get(name, ())
    ]
    return Found(found, result, facets, chosen)
