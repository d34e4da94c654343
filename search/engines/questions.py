"""Prepares a search request in the way that all engines share."""

from collections.abc import Iterator, Sequence

from search.language.terms import ANALYSED_LANGUAGES

from . import ranking
from .analysis import clean
from .documents import SearchRequest, Sort
from .expansion import LanguageQuery, expand
from .labels import Thesaurus
from .query import ParsedQuery, parse


def searched_languages(request: SearchRequest) -> tuple[str, ...]:
    """Returns the languages whose documents are hits."""
    return tuple(dict.fromkeys(clean(language) for language in request.all_filters()["language"]))


def counted_languages(request: SearchRequest) -> tuple[str, ...]:
    """Returns the languages whose documents are counted for the facet of languages: all that are analysed, and more.

    The languages searched and the request's own come first.
    """
    return tuple(dict.fromkeys((*searched_languages(request), request.language, *ANALYSED_LANGUAGES)))


def read(text: str, request: SearchRequest, thesaurus: Thesaurus) -> ParsedQuery:
    """Parses a text (the query, or a correction of it) in the request's language and with the thesaurus."""
    return thesaurus.told_apart(parse(text, request.read_in, prefix_last=request.prefix_last))


def wants_correction(parsed: ParsedQuery, request: SearchRequest, complete: int) -> bool:
    """Returns whether to look for a correction: a few words were typed, and no document has all of them.

    Not when the words are in another language than the vocabulary that would be asked.
    """
    is_own = request.read_in == request.language
    return not complete and is_own and not (parsed.everything or parsed.sentence or request.without_clusters)


def is_narrowed(request: SearchRequest) -> bool:
    """Returns whether the request leaves out documents of the languages searched, whatever was typed."""
    return len(request.all_filters()) > 1 or bool(request.without_clusters or request.without_ids)


def counts_full_matches(
    parsed: ParsedQuery, queries: Sequence[LanguageQuery], request: SearchRequest, complete: int
) -> bool:
    """Returns whether to count what has all words without the request's filters, when `complete` documents pass them.

    By that number it is decided whether some of the words are enough: so filters only ever narrow one and the same
    set, and the counts of facets agree with the lists that they lead to.
    """
    if parsed.sentence or not is_narrowed(request) or complete >= ranking.ENOUGH:
        return False
    return any(len(query.words) > 1 or (query.spelled and not complete) for query in queries)


def wants_more(
    parsed: ParsedQuery, queries: Sequence[LanguageQuery], request: SearchRequest, complete: int
) -> bool:
    """Returns whether to search again for some of the words, when `complete` documents have all of them in all.

    Always for a sentence, whose words are all optional, and for a single word that may be misspelt. Otherwise when
    nothing has all words, or less than a page has; not by date, where what has some of the words would stand before
    what has all, and not for stop words alone.
    """
    if not any(
        len(query.words) > 1 or (query.words and parsed.sentence) or (query.spelled and not complete)
        for query in queries
    ):
        return False
    if not complete:
        return True
    narrowed = request.sort is not Sort.RELEVANCE or parsed.excluded
    return complete < ranking.ENOUGH and not narrowed and any(not word.stop for word in parsed.words)


def enough_of_a_step(parsed: ParsedQuery, request: SearchRequest) -> int:
    """Returns how many documents must have the words needed for fewer words not to be enough.

    A page of them for a sentence; any one by date, where what has one word would stand before what has more.
    """
    return ranking.ENOUGH if parsed.sentence and request.sort is Sort.RELEVANCE else 1


def may_be_eased(queries: Sequence[LanguageQuery]) -> bool:
    """Returns whether fewer words would be enough of any of the queries."""
    return any(query.least < query.needed for query in queries)


def steps(
    queries: Sequence[LanguageQuery], counted: Sequence[LanguageQuery]
) -> Iterator[tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]]]:
    """Yields the queries of a relaxed search, to be tried until one finds something: first most words, then fewer."""
    yield queries, counted
    if may_be_eased(queries):
        yield [query.eased() for query in queries], [query.eased() for query in counted]


def title_query(prefix: str, language: str) -> LanguageQuery | None:
    """Returns the query for titles that complete what is typed; None when no word is typed yet."""
    parsed = parse(prefix, language, prefix_last=True)
    parsed = ParsedQuery(parsed.text, parsed.words, parsed.phrases)
    if not (parsed.words or parsed.phrases):
        return None
    return expand(parsed, language, language, Thesaurus())
