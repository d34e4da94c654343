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
from search.public.results import find, question_of


def find_with_dates(
    request: SearchRequest, question: Asked | None = None, *, reads_dates: bool = True
) -> FoundResults:
    """Searches as `find` does; a month or a year among the words is a filter. Raises `SearchUnavailable`.

    Not where the words are a title as they are, nor where nothing of that time has all the others: then all words are
    words. `FoundResults.dates` tells what was read. One search more where there is a date, another where it is dropped;
    the model is asked once.
    """
    dates = read_dates(request.query, request.read_in) if reads_dates else None
    if dates is None or _is_title(request):
        return find(request, question)
    question = question or question_of(request)
    found = find(dates.applied_to(request), question)
    if found.result.complete:
        return replace(found, dates=dates)
    as_words = find(request, question)
    if as_words.result.did_you_mean or not found.result.did_you_mean:
        return as_words
    # No text has the words together with the date; what they may be of that time is offered with it.
    offered = f"{found.result.did_you_mean} {dates.phrase}"
    return replace(as_words, result=replace(as_words.result, did_you_mean=offered))


def _is_title(request: SearchRequest) -> bool:
    """Returns whether the best answer to all the words has them as its title."""
    asked = replace(request, filters={}, facets=(), page_size=1, offset=0, sort=Sort.RELEVANCE)
    hits = get_engine().search(settings.FEDCMS_SEARCH_INDEX, asked).hits
    key = name_key(request.query)
    return any(name_key(unescape(re.sub("</?mark>", "", hit.title))) == key for hit in hits)
