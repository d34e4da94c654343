"""Selects the promoted results of a search that are visible now."""

from dataclasses import dataclass

from clusters.models import Cluster
from fedcms.core.pages.addresses import page_address
from search.engines.documents import SearchRequest
from search.entries.indexing import page_key
from search.entries.kinds import kind_labels
from search.models import PromotedResult, SearchEntry

SHOWN = 3
"""How many at most: more of them would be a list of their own."""


@dataclass(frozen=True)
class Promoted:
    """One promoted result as templates and the API show it."""

    key: str
    """By which its clicks are counted: the key of the page's entry, or link-<id>."""
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
        """What kind of thing it is, in the active language; "" for a page that has no kind."""
        return str(kind_labels().get(self.kind, ""))


def promoted_for(search: SearchRequest) -> list[Promoted]:
    """The promoted results of a search: on its first page, when no filter asks for less. One query, or none."""
    if search.offset or search.filters or not search.query.strip():
        return []
    rows = (
        PromotedResult.objects.for_search(search.query, search.language)
        .visible(search.now)
        .select_related("page__search_entry__cluster")
        .defer("page__search_entry__body")
        .order_by("pk")[:SHOWN]
    )
    return [_as_promoted(row) for row in rows]


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
