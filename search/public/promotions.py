"""Selects the promoted results of a search that are visible now."""

from dataclasses import dataclass

from django.db.models import QuerySet

from clusters.models import Cluster
from fedcms.core.compiled_queries import Parameter, fetch_objects
from fedcms.core.pages.addresses import page_address
from search.engines.documents import SearchRequest
from search.entries.indexing import page_key
from search.entries.kinds import kind_labels
from search.models import PromotedResult, SearchEntry
from search.models.promotion import promotion_line

SHOWN = 3
"""The most promoted results of a search: more would be a list of their own."""


@dataclass(frozen=True)
class Promoted:
    """One promoted result as templates and the API show it."""

    key: str
    """The key by which its clicks are counted: that of the page's entry, or link-<id>."""
    title: str
    summary: str
    url: str
    language: str
    page_id: int | None = None
    """`None` for an address elsewhere."""
    kind: str = ""
    cluster: Cluster | None = None

    @property
    def kind_label(self) -> str:
        """The label of its kind, in the active language; "" for a page without a kind."""
        return str(kind_labels().get(self.kind, ""))


def promoted_for(search: SearchRequest) -> list[Promoted]:
    """Returns the promoted results of a search. One query, or none.

    Returns none on later pages, with filters, or without words.
    """
    if search.offset or search.filters or not search.query.strip():
        return []
    line = promotion_line(search.query, search.language)
    rows = fetch_objects(_chosen, line=line, language=search.language, now=search.now) if line else []
    return [_as_promoted(row) for row in rows]


def _chosen(
    *, line: Parameter, language: Parameter, now: Parameter
) -> "QuerySet[PromotedResult, PromotedResult]":
    return (
        PromotedResult.objects.for_key(line, language)
        .visible(now)
        .select_related("page__search_entry__cluster")
        .defer("page__search_entry__body")
        .order_by("pk")[:SHOWN]
    )


def _as_promoted(row: PromotedResult) -> Promoted:
    page = row.page
    if page is None:
        return Promoted(f"link-{row.pk}", row.link_title, row.link_text, row.link_url, row.language)
    entry: SearchEntry | None = getattr(page, "search_entry", None)
    return Promoted(
        key=entry.key if entry else page_key(page.pk),
        title=page.title,
        summary=entry.summary if entry else page.search_description,
        url=page_address(page),
        language=row.language,
        page_id=page.pk,
        kind=entry.kind if entry else "",
        cluster=entry.cluster if entry else None,
    )
