"""Samples of pagination.html."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import QueryDict

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    for name, total, number in (
        ("two pages", 13, 1),
        ("first of fifty", 600, 1),
        ("in the middle of fifty", 600, 25),
    ):
        page = Paginator(range(total), 12).page(number)
        numbers = list(page.paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))
        yield Sample(name, {"page_obj": page, "page_range": numbers, "params": QueryDict("topic=ai")})
