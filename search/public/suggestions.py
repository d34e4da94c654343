"""Suggests titles that contain the words typed into the search box, by kind."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from search.engines import Suggestion, get_engine
from search.entries.kinds import kind_labels_plural
from search.models import SearchEntry

LIMIT = 9
"""The most suggestions: as many as a phone shows while the box stays in sight."""


@dataclass(frozen=True)
class SuggestedEntry:
    """One suggestion: an entry, and its title as safe HTML with the typed words marked."""

    entry: SearchEntry
    highlighted: SafeString


@dataclass(frozen=True)
class SuggestionGroup:
    """The suggestions of one kind."""

    kind: str
    label: str
    items: list[SuggestedEntry]


def _as_it_is(entry: SearchEntry, suggestion: Suggestion) -> SuggestedEntry:
    """Returns the suggestion. While the engine may still have an older title, the entry's own title is shown."""
    is_older = getattr(entry, "is_under_way", False)
    return SuggestedEntry(entry, escape(entry.title) if is_older else suggestion.highlighted)


def suggest(words: str, language: str) -> list[SuggestionGroup]:
    """Returns entries visible now in `language` whose title has all of `words`, the last one unfinished. Two queries.

    Raises `SearchUnavailable` when the engine does not answer. Its suggestions are checked against the entries, so
    that an engine that lags behind suggests nothing that is gone.
    """
    now = timezone.now()
    suggested = get_engine().suggest(settings.FEDCMS_SEARCH_INDEX, words, language, LIMIT, now=now)
    entries = {
        entry.key: entry
        for entry in SearchEntry.objects.shown(now)
        .filter(key__in=[suggestion.id for suggestion in suggested])
        .with_changes_under_way()
        .annotate(page_url_path=F("page__url_path"))
        .select_related("cluster")
        .defer("body", "summary")
    }
    groups = []
    for kind, label in kind_labels_plural().items():
        items = [
            _as_it_is(entries[suggestion.id], suggestion)
            for suggestion in suggested
            if suggestion.id in entries and entries[suggestion.id].kind == kind
        ]
        if items:
            groups.append(SuggestionGroup(kind, str(label), items))
    return groups
