"""Samples of listing.html."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.core.paginator import Paginator

from clusters.content.teasers import Teaser
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    option = {"value": "one", "label": things.text("filter"), "count": 500, "selected": True}
    facets = [{"name": "topic", "label": things.text("topic"), "options": [option], "single": False}]
    active = [{"label": things.text("filter"), "url": URL}]
    many = [things.teaser(), things.pictured(), things.long_teaser("story"), things.federal_teaser("release")]

    def listing(teasers: list[Teaser], total: int) -> SimpleNamespace:
        """Returns a listing as clusters.content.listings.Listing, with a third page if there are so many."""
        page = Paginator(range(total), 12).get_page(3)
        return namespace(teasers=teasers, total=total, facets=facets, active=active, page=page)

    yield Sample("five hundred", {"listing": listing(many, 500)})
    yield Sample("one", {"listing": listing([things.teaser()], 1)})
    yield Sample("nothing", {"listing": listing([], 0)})
    yield Sample("five hundred, text first", {"listing": listing(many, 500), "plain": True})
