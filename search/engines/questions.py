"""Prepares a search request in the way that all engines share."""

from collections.abc import Iterator, Sequence

from search.language.terms import ANALYSED_LANGUAGES

from .analysis import clean
from .documents import SearchRequest
from .expansion import LanguageQuery, expand
from .labels import Thesaurus
from .query import ParsedQuery, parse


def searched_languages(request: SearchRequest) -> tuple[str, ...]:
    """The languages whose documents are hits."""
    return tuple(dict.fromkeys(clean(language) for language in request.all_filters()["language"]))


def counted_languages(request: SearchRequest) -> tuple[str, ...]:
    """Those whose documents are counted when languages are a facet that was asked for: all that are analysed, too."""
    return tuple(dict.fromkeys((*searched_languages(request), request.language, *ANALYSED_LANGUAGES)))


def read(text: str, request: SearchRequest, thesaurus: Thesaurus) -> ParsedQuery:
    """What was typed, or what is offered instead, as its language and the thesaurus read it."""
    return thesaurus.told_apart(parse(text, request.read_in, prefix_last=request.prefix_last))


def wants_correction(parsed: ParsedQuery, request: SearchRequest, total: int, *, relaxed: bool) -> bool:
    """Whether to look for what may have been meant: few words were typed, and nothing has all of them.

    Not where they are those of another language than the vocabulary that would be asked.
    """
    is_own = request.read_in == request.language
    return (
        (relaxed or not total)
        and is_own
        and not (parsed.everything or parsed.sentence or request.without_clusters)
    )


def has_choice(parsed: ParsedQuery, queries: Sequence[LanguageQuery]) -> bool:
    """Whether to look for what has some of the words. For a sentence, which was not asked all of them, in any case."""
    return any(len(query.words) > 1 or (parsed.sentence and query.words) for query in queries)


def steps(
    queries: Sequence[LanguageQuery], counted: Sequence[LanguageQuery]
) -> Iterator[tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]]]:
    """What a relaxed search asks for, one after the other until something is found: most of the words, then fewer."""
    yield queries, counted
    if any(query.least < query.needed for query in queries):
        yield [query.eased() for query in queries], [query.eased() for query in counted]


def title_query(prefix: str, language: str) -> LanguageQuery | None:
    """What a title must have that goes on where the words typed stop; None when there is no word yet."""
    parsed = parse(prefix, language, prefix_last=True)
    parsed = ParsedQuery(parsed.text, parsed.words, parsed.phrases)
    if not (parsed.words or parsed.phrases):
        return None
    return expand(parsed, language, language, Thesaurus())
