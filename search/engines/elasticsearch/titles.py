"""Reads the titles that the server suggests for what is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from search.engines.documents import Suggestion
from search.engines.expansion import LanguageQuery
from search.engines.highlighting import Highlighter


@dataclass(frozen=True)
class _Title:
    """What a suggestion needs of a document; `date` is in seconds since 1970, -inf without a date."""

    id: str
    title: str
    kind: str
    url: str
    date: float

    @classmethod
    def read(cls, fields: Mapping[str, Sequence[object]]) -> "_Title":
        """Reads the `docvalue_fields` of a hit, which leave out empty values."""
        first = {name: str(values[0]) for name, values in fields.items()}
        return cls(
            id=first["id"],
            title=first.get("title", ""),
            kind=first.get("kind", ""),
            url=first.get("url", ""),
            date=float(first.get("date", "-inf")),
        )


def suggestions_of(answer: Mapping[str, Any], query: LanguageQuery, limit: int) -> tuple[Suggestion, ...]:
    """Returns the suggestions of an answer to the request of `query.titles`; the kinds alternate, the newest first."""
    kinds = [
        [_Title.read(hit["fields"]) for hit in bucket["newest"]["hits"]["hits"]]
        for bucket in answer["aggregations"]["kinds"]["buckets"]
    ]
    highlighter = Highlighter(query)
    turns = (
        found
        for turn in zip_longest(*kinds)
        for found in sorted(filter(None, turn), key=lambda each: (-each.date, each.id))
        if found.title
    )
    return tuple(
        Suggestion(found.id, found.title, highlighter.mark(found.title), found.kind, found.url)
        for found, _ in zip(turns, range(limit), strict=False)
    )
