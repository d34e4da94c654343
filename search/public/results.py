"""Runs a search, and joins the engine's hits with entries that may be shown."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.models.cluster import signatories
from fedcms.core.audiences import Audience
from fedcms.core.compiled_queries import Parameter, fetch_objects, one_of, several
from fedcms.core.models.topic import all_topics
from fedcms.core.templatetags.core_tags import country_name
from search import thesaurus
from search.engines import get_engine
from search.engines.documents import Hit, SearchRequest, SearchResult
from search.engines.fairness import fair_search
from search.engines.query import parse
from search.entries.indexing import COMING, EXTERNAL, PAST, SITE
from search.entries.kinds import kind_labels_plural
from search.meaning.asking import Asked, ask_for_vector
from search.meaning.choice import is_wanted
from search.meaning.fusion import fused_search, words_with_meaning
from search.models import HarvestedItem, SearchEntry
from search.public.forms import FACETS, FEDERATION, LANGUAGE
from search.public.found import FacetOption, FoundEntry, FoundResults, own_words
from search.public.near import OTHERS, NearEntries


def _labels(result: SearchResult, request: SearchRequest) -> dict[str, dict[str, str]]:
    """Returns the labels of facet values by facet, in the active language. Two queries."""
    codes = {count.value for count in result.facets.get("country", ())} | {
        *request.filters.get("country", ())
    }
    return {
        "cluster": {c.slug: str(c) for c in signatories().values()} | {"federation": _("Fédération")},
        "topic": {t.key: str(t) for t in all_topics()},
        "kind": {kind: str(label) for kind, label in kind_labels_plural().items()},
        "audience": {a.value: str(a.label) for a in Audience},
        "when": {COMING: _("À venir"), PAST: _("Passés")},
        "year": {},
        "month": {str(number): str(name) for number, name in MONTHS.items()},
        "country": {code: country_name(code) for code in codes},
        "source": {SITE: _("Ce site"), EXTERNAL: _("Sites des clusters")},
        LANGUAGE: dict(settings.LANGUAGES),
    }


def _visible_entries(keys: Sequence[str], now: datetime) -> dict[str, SearchEntry]:
    """Returns those entries that may be shown, by key, with their `duplicates`. Two queries."""
    found = fetch_objects(_entries, now=now, **several(keys)) if keys else []
    duplicates: dict[int | None, list[HarvestedItem]] = defaultdict(list)
    if found:
        for item in fetch_objects(_duplicates, **several([entry.pk for entry in found])):
            duplicates[item.same_as_id].append(item)
    for entry in found:
        entry.duplicates = duplicates[entry.pk]  # type: ignore[attr-defined]  # read by FoundEntry
    return {entry.key: entry for entry in found}


def _entries(*, now: Parameter, **keys: Parameter) -> "QuerySet[SearchEntry, SearchEntry]":
    return (
        SearchEntry.objects.shown(now)
        .filter(one_of("key", keys))
        .with_changes_under_way()
        .annotate(page_url_path=F("page__url_path"), page_published_at=F("page__first_published_at"))
        .select_related("cluster", "item__source")
        .defer("body")
    )


def _duplicates(**entries: Parameter) -> "QuerySet[HarvestedItem, HarvestedItem]":
    credited = HarvestedItem.objects.shown().filter(one_of("same_as_id", entries))
    return credited.select_related("source").order_by("pk")


def _as_it_is(entry: SearchEntry, hit: Hit, *, is_near: bool = False) -> FoundEntry:
    """Returns the result. While the engine may still have an older version, the entry's own words are shown."""
    if getattr(entry, "is_under_way", False):
        return FoundEntry(entry, *own_words(entry), is_near)
    return FoundEntry(entry, hit.title, hit.passage, is_near)


def question_of(request: SearchRequest) -> Asked | None:
    """Asks for the vector of a search, which comes while the database works; None when nobody is to be asked."""
    return ask_for_vector(request.query) if is_wanted() and words_with_meaning(request) else None


def find(request: SearchRequest, question: Asked | None = None, *, all_words: bool = False) -> FoundResults:
    """Searches, with no cluster above its share of the first results. Raises `SearchUnavailable`.

    Drops hits whose entry is gone, or not visible at the request's moment. `question` is what was asked before, if
    another page of the same search was looked for: a page waits for the model once. `all_words`: where nothing has all
    the words, the rest of the work is spared, and there are neither entries nor facets.
    """
    question = question or question_of(request)
    thesaurus.refresh()
    entries: dict[str, SearchEntry] = {}

    def clusters_of(keys: Sequence[str]) -> dict[str, str]:
        entries.update(_visible_entries(keys, request.now))
        return {key: entry.cluster.slug if entry.cluster else FEDERATION for key, entry in entries.items()}

    near: frozenset[str] = frozenset()
    near_count = 0
    elsewhere: list[Hit] = []
    engine, index = get_engine(), settings.FEDCMS_SEARCH_INDEX
    # Of a later page the vector is known already, or words alone answer.
    first = None if question and request.offset else fair_search(engine, index, request, clusters_of)
    if all_words and first and not first.complete:
        return FoundResults([], first, {}, [])
    vector = question.vector() if question else None
    if question and vector is not None:
        hits = None if first is None else [hit.id for hit in first.hits]
        by_meaning = NearEntries(request, vector, question.near(), hits)
        result, near, near_count = fused_search(
            engine,
            index,
            request,
            clusters_of,
            by_meaning.searched,
            by_meaning.ahead,
            first,
            elsewhere=by_meaning.counted_elsewhere,
        )
        elsewhere = [] if request.offset else by_meaning.elsewhere
    else:
        result = first or fair_search(engine, index, request, clusters_of)
    if all_words and not result.complete:
        return FoundResults([], result, {}, [])
    if missing := [hit.id for hit in (*result.hits, *elsewhere) if hit.id not in entries]:
        entries |= _visible_entries(missing, request.now)
    labels = _labels(result, request)
    facets = {
        name: [
            FacetOption(
                value=count.value,
                label=labels[name].get(count.value, count.value),
                count=count.count,
                selected=count.value in request.all_filters().get(name, ()),
            )
            for count in result.facets.get(name, ())
            # Clusters' own sites may be in languages in which nobody can search.
            if name != LANGUAGE or count.value in labels[LANGUAGE]
        ]
        for name in FACETS
    }
    found = [
        _as_it_is(entries[hit.id], hit, is_near=hit.id in near) for hit in result.hits if hit.id in entries
    ]
    chosen = [
        (name, value, labels[name].get(value, value))
        for name in FACETS
        for value in request.filters.get(name, ())
    ]
    # Years and months are sorted by time, all other values by their counts.
    facets["year"].sort(key=lambda option: option.value, reverse=True)
    facets["month"].sort(key=lambda option: int(option.value))
    return FoundResults(
        found,
        result,
        facets,
        chosen,
        parse(request.query, request.read_in).sentence,
        elsewhere=_elsewhere([entries[hit.id] for hit in elsewhere if hit.id in entries], found),
        near=near_count,
        words_alone=question is not None and vector is None,
    )


def _elsewhere(entries: Sequence[SearchEntry], found: Sequence[FoundEntry]) -> tuple[FoundEntry, ...]:
    """Returns results in other languages, each thing once, no translations of what is shown. One query, or none."""
    if not entries:
        return ()
    pages = [entry.page_id for entry in (*entries, *(item.entry for item in found)) if entry.page_id]
    things = dict(Page.objects.filter(pk__in=pages).values_list("pk", "translation_key"))
    seen = {things[item.entry.page_id] for item in found if item.entry.page_id in things}
    shown = []
    for entry in entries:
        thing = things.get(entry.page_id) if entry.page_id else None
        if thing is None or thing not in seen:
            seen.add(thing)
            shown.append(FoundEntry(entry, *own_words(entry), is_near=True))
    return tuple(shown[:OTHERS])
