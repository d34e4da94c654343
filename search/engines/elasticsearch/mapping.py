"""The mapping of an Elasticsearch index, and how a document is written into it.

The terms are the project's own (search.language), as in the databases: Elasticsearch only splits them at spaces. So
the three engines find the same things, and the highlighter marks what was found (docs/adr/0017).
"""

import hashlib
from datetime import datetime
from typing import Final, TypedDict

from search.engines.analysis import AnalysedDocument, FieldTerms, clean
from search.engines.documents import FACETS, EntryDocument
from search.engines.highlighting import READ_CHARACTERS
from search.engines.name_keys import keys_of

# Raise it whenever the mapping, the settings or the analysis change. The new code then leaves the old index alone, and
# the worker builds a new one.
MAPPING_VERSION: Final = 7

TITLE_FIELDS: Final = ("title_terms", "title_more")
# Fields whose stems keep their positions: phrases are looked for in these.
PLACED_FIELDS: Final = ("title_terms", "summary_terms", "keywords_terms", "body_terms")
# Holds further stems, and folded spellings (for unfinished words and for "did you mean").
SPELLINGS_FIELD: Final = "more"
# Has each term of the fields above once, without places: whether a document has a word is asked of this one alone.
EVERY_FIELD: Final = "every"
# Holds the keys of the document's names (search.engines.name_keys).
NAMES_FIELD: Final = "names"

# Elasticsearch refuses an `_id` of more than 512 bytes.
_MAX_ID_BYTES = 512

_TERMS = {
    "type": "text",
    "analyzer": "whitespace",
    "index_options": "positions",
    "copy_to": EVERY_FIELD,
}
_KEY = {"type": "keyword"}
_KEPT = {"type": "text", "index": False}
# What suggestions show is read from columns (doc values), in a third of the time that reading documents takes. Lucene
# accepts no longer value there; a title longer than this is never suggested.
_SUGGESTED = {"type": "keyword", "index": False, "ignore_above": 8_191}
_MOMENT = {"type": "double"}

MAPPINGS: Final[dict[str, object]] = {
    "dynamic": "strict",
    "_meta": {"version": MAPPING_VERSION},
    # Terms are not stored: they are computed from the texts at each writing, and nothing reads them back.
    "_source": {"excludes": [*PLACED_FIELDS, "title_more", SPELLINGS_FIELD]},
    "properties": {
        **dict.fromkeys((*PLACED_FIELDS, "title_more", SPELLINGS_FIELD), _TERMS),
        **dict.fromkeys(("summary", "body"), _KEPT),
        **dict.fromkeys(("title", "url"), _SUGGESTED),
        EVERY_FIELD: {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
        "id": _KEY,
        NAMES_FIELD: _KEY,
        **dict.fromkeys(FACETS, _KEY),
        **dict.fromkeys(("date", "visible_from", "visible_until"), _MOMENT),
    },
}

SETTINGS: Final[dict[str, object]] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Published texts must be found within two seconds. A fixed interval also keeps refreshing an index that nobody has
    # searched for a while, which Elasticsearch would otherwise stop doing.
    "refresh_interval": "1s",
    # How long the server remembers the version of a deleted document, so that an older change that comes late does not
    # bring the document back.
    "gc_deletes": "1h",
    "max_result_window": 20_000,
    "max_terms_count": 65_536,
}


class Source(TypedDict):
    """What Elasticsearch stores of a document and gives back: all of it except the terms."""

    id: str
    names: list[str]
    title: str
    summary: str
    body: str
    url: str
    date: float | None
    visible_from: float | None
    visible_until: float | None
    cluster: list[str]
    kind: list[str]
    topic: list[str]
    audience: list[str]
    language: list[str]
    country: list[str]
    source: list[str]
    organisation: list[str]
    year: list[str]
    month: list[str]
    when: list[str]


def document_id(identifier: str) -> str:
    """Returns the `_id` of a document: its own id, or a digest of an id that is empty or too long for Elasticsearch."""
    identifier = clean(identifier)
    if 0 < len(identifier.encode()) <= _MAX_ID_BYTES:
        return identifier
    return "digest-" + hashlib.sha256(identifier.encode()).hexdigest()


def stored_fields(document: EntryDocument) -> Source:
    """Returns what Elasticsearch stores of a document. Moments become seconds since 1970."""
    facets: dict[str, list[str]] = {name: [] for name in FACETS}
    for name, value in document.facet_values():
        facets[name].append(clean(value))
    return Source(
        id=clean(document.id),
        names=keys_of(document),
        title=clean(document.title),
        summary=clean(document.summary),
        body=clean(document.body[:READ_CHARACTERS]),
        url=clean(document.url),
        date=_seconds(document.date),
        visible_from=_seconds(document.visible_from),
        visible_until=_seconds(document.visible_until),
        cluster=facets["cluster"],
        kind=facets["kind"],
        topic=facets["topic"],
        audience=facets["audience"],
        language=facets["language"],
        country=facets["country"],
        source=facets["source"],
        organisation=facets["organisation"],
        year=facets["year"],
        month=facets["month"],
        when=facets["when"],
    )


def source_of(entry: AnalysedDocument) -> dict[str, object]:
    """Returns the body of the request that indexes a document: what is stored, and the terms."""
    rest: tuple[FieldTerms, ...] = (entry.summary, entry.keywords, entry.body)
    more = dict.fromkeys(term for field in rest for term in field.more)
    return {
        **stored_fields(entry.document),
        "title_terms": " ".join(entry.title.stems),
        "summary_terms": " ".join(entry.summary.stems),
        "keywords_terms": " ".join(entry.keywords.stems),
        "body_terms": " ".join(entry.body.stems),
        "title_more": " ".join(entry.title.more),
        SPELLINGS_FIELD: " ".join(more),
    }


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
