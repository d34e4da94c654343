"""Runs a search whose words may name a month or a year."""

from dataclasses import replace

from django.conf import settings

from search.engines import get_engine
from search.engines.documents import SearchRequest
from search.engines.name_keys import name_key
from search.meaning.asking import Asked
from search.public.dates_in_words import read_dates
from search.public.forms import LANGUAGE
from search.public.found import FoundResults
from search.public.results import find, question_of

MOST_TITLES = 50
"""So many titles that have all the words are compared with them, the newest of each kind."""


def find_with_dates(
    request: SearchRequest, question: Asked | None = None, *, reads_dates: bool = True
) -> FoundResults:
    """Searches as `find` does; a month or a year among the words is a filter. Raises `SearchUnavailable`.

    Not where the address filters by another time, nor where the words are a title as they are, nor where nothing of
    that time has all the others: then all words are words. In another language than that of the words, where nothing
    has them but by chance, the date is kept where anything is found. `FoundResults.dates` tells what was read. Costs a
    look at the titles where there is a date, one search more where it is dropped; the model is asked once.
    """
    dates = read_dates(request.query, request.read_in) if reads_dates else None
    if dates is None:
        return find(request, question)
    if dates.contradicts(request) or _is_title(request):
        return replace(find(request, question), has_date_as_words=True)
    question = question or question_of(request)
    is_elsewhere = request.read_in not in request.all_filters()[LANGUAGE]
    found = find(dates.applied_to(request), question, all_words=not is_elsewhere)
    if found.result.complete or (is_elsewhere and found.total):
        return replace(found, dates=dates)
    as_words = replace(find(request, question), has_date_as_words=True)
    if as_words.result.did_you_mean or not found.result.did_you_mean:
        return as_words
    # No text has the words together with the date; what they may be of that time is offered with it.
    offered = f"{found.result.did_you_mean} {dates.phrase}"
    return replace(as_words, result=replace(as_words.result, did_you_mean=offered))


def find_page_again(request: SearchRequest, found: FoundResults, question: Asked | None) -> FoundResults:
    """Returns another page of a search, its words read as in the results `found`. Raises `SearchUnavailable`."""
    if found.dates is None:
        return replace(find(request, question), has_date_as_words=found.has_date_as_words)
    return replace(find(found.dates.applied_to(request), question), dates=found.dates)


def _is_title(request: SearchRequest) -> bool:
    """Returns whether the words are a title in the language searched."""
    titles = get_engine().suggest(
        settings.FEDCMS_SEARCH_INDEX, request.query, request.language, MOST_TITLES, now=request.now
    )
    key = name_key(request.query)
    return any(name_key(found.title) == key for found in titles)
