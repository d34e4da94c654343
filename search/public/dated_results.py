"""Runs a search whose words may name a month or a year."""

import re
from dataclasses import replace
from html import unescape

from django.conf import settings

from search.engines import get_engine
from search.engines.documents import SearchRequest, Sort
from search.engines.name_keys import name_key
from search.meaning.asking import Asked
from search.public.dates_in_words import read_dates
from search.public.found import FoundResults
from search.public.results import find


def find_with_dates(
    request: SearchRequest, question: Asked | None = None, *, reads_dates: bool = True
) -> FoundResults:
    """Searches as `find` does; a month or a year among the words is a filter. Raises `SearchUnavailable`.

    Not where the words are a title as they are, nor where nothing of that time answers the others: then all words are
    words. `FoundResults.dates` tells what was read. One search more where there is a date.
    """
    dates = read_dates(request.query, request.read_in) if reads_dates else None
    if dates is None or _is_title(request):
        return find(request, question)
    found = find(dates.applied_to(request), question)
    return replace(found, dates=dates) if found.total else find(request, question)


def _is_title(request: SearchRequest) -> bool:
    """Returns whether the best answer to all the words has them as its title."""
    asked = replace(request, filters={}, facets=(), page_size=1, offset=0, sort=Sort.RELEVANCE)
    hits = get_engine().search(settings.FEDCMS_SEARCH_INDEX, asked).hits
    key = name_key(request.query)
    return any(name_key(unescape(re.sub("</?mark>", "", hit.title))) == key for hit in hits)
