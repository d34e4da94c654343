"""Samples of search_result.html."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things
from search.models import HarvestedItem, HarvestSource, SearchEntry
from search.public.found import FoundEntry


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<ol class="dispatches"><li>{}</li></ol>'
    entry = SearchEntry(
        kind="article",
        cluster=things.cluster(),
        title=things.text("title"),
        date=MOMENT,
        place=things.text("place"),
        summary=things.text("summary"),
        url=URL,
        language=things.language,
    )
    title = format_html("{} <mark>{}</mark>", entry.title, things.text("word"))
    passage = format_html("<mark>{}</mark> {}", things.text("word"), things.text("passage"))
    yield Sample("what was found is marked", {"item": FoundEntry(entry, title, passage), "level": 2}, frame)
    off = SearchEntry(
        kind="event",
        cluster=things.cluster(),
        title=things.text("title"),
        status="postponed",
        url=URL,
        language=things.language,
    )
    yield Sample("with a status", {"item": FoundEntry(off, title, passage), "level": 2}, frame)
    source = HarvestSource(name=things.text("title"))
    outside = SearchEntry(
        kind="article",
        source="external",
        item=HarvestedItem(source=source),
        cluster=things.cluster(),
        title=things.text("title"),
        summary=things.text("summary"),
        date=MOMENT,
        url=URL,
        language=things.language,
    )
    outside.duplicates = [HarvestedItem(source=HarvestSource(name=things.text("word")), address=URL)]  # type: ignore[attr-defined]
    yield Sample(
        "on a cluster's own site, and on another",
        {"item": FoundEntry(outside, title, passage), "level": 2},
        frame,
    )
    bare = SearchEntry(
        kind="organisation",
        cluster=None,
        title=things.text("long_title"),
        summary=things.text("long_summary"),
        url=URL,
        language=things.language,
    )
    found = FoundEntry(bare, format_html("{}", bare.title), SafeString(""))
    yield Sample("long, the federation's, no date, no passage", {"item": found, "level": 2}, frame)
