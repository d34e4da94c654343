"""Samples of promoted.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things
from search.public.promotions import Promoted


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    language = things.language
    page = Promoted(
        "page-1",
        things.text("title"),
        things.text("summary"),
        URL,
        language,
        page_id=1,
        kind="article",
        cluster=things.cluster(),
    )
    yield Sample("a page of a cluster", {"promoted": [page]})
    bare = Promoted("page-2", things.text("long_title"), "", URL, language, page_id=2)
    link = Promoted("link-3", things.text("long_title"), things.text("long_summary"), URL, language)
    yield Sample("a page without kind, an address elsewhere", {"promoted": [bare, link]})
