"""The statements of which a search in a database is made, each run by one method."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.backends.utils import CursorWrapper

from . import ranking
from .answers import Answer
from .candidates import Relaxed, relaxed_among
from .documents import SearchRequest
from .expansion import LanguageQuery, expand
from .labels import Thesaurus
from .query import ParsedQuery
from .rarity import Rarity
from .sql import Match, Sql, Tables, count_statement, facets_statement, page_statement, visible
from .vocabulary import Vocabulary
from .writing import DatabaseWriter


class DatabaseStatements(DatabaseWriter):
    """The parts of a search that both database engines share."""

    def __init__(self, alias: str = "default") -> None:
        """Takes the `alias` of the Django database."""
        super().__init__(alias)
        self._thesaurus = Thesaurus()

    def _filters(self, tables: Tables, filters: Mapping[str, Sequence[str]]) -> dict[str, Sql]:
        return {name: self._has_any(tables, name, values) for name, values in filters.items()}

    def _restricted(self, tables: Tables, match: Match, request: SearchRequest) -> Match:
        return replace(match, conditions=(*match.conditions, *self._without(tables, request)))

    def _expand(self, parsed: ParsedQuery, typed_in: str, languages: Iterable[str]) -> list[LanguageQuery]:
        return [expand(parsed, typed_in, language, self._thesaurus) for language in languages]

    def _relaxed(
        self,
        tables: Tables,
        rarity: Rarity | None,
        filters: Mapping[str, Sql],
        request: SearchRequest,
        *,
        counted: bool,
    ) -> Relaxed | None:
        """Returns how to look for what has some of the words, None when all are wanted."""
        if rarity is None:
            return None
        always = (visible(request.now.timestamp()), *self._without(tables, request))
        return relaxed_among(rarity, always, filters, counted=counted)

    def _answer(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None = None,
    ) -> Answer:
        """Returns the page of hits. The first of `queries` find the hits, the second count the facets."""
        asked = self._relaxed(tables, relaxed, filters, request, counted=False)
        match = self._restricted(tables, self._match(tables, queries[0], asked), request)
        statement = page_statement(tables, self.dialect, match, filters, request)
        return Answer.from_rows(self._rows(cursor, statement))

    def _facet_values(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        counted: Sequence[LanguageQuery],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None,
    ) -> dict[str, int]:
        """Returns how many documents have each `name=value` of the facets that were asked for."""
        if not request.facets:
            return {}
        asked = self._relaxed(tables, relaxed, filters, request, counted=True)
        match = self._restricted(tables, self._match(tables, counted, asked), request)
        statement = facets_statement(tables, self.dialect, match, filters, request.now.timestamp())
        return {str(value): int(str(count)) for value, count in self._rows(cursor, statement)}

    def _full_matches(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None = None,
    ) -> int:
        """Returns how many documents have all words whatever the request filters by, up to `ranking.ENOUGH`.

        With `relaxed`, of those that have enough words.
        """
        now = request.now.timestamp()
        asked = relaxed_among(relaxed, [visible(now)], {}, counted=False) if relaxed else None
        match, language = self._match(tables, queries, asked), {"language": filters["language"]}
        ((number,),) = self._rows(cursor, count_statement(match, language, now, ranking.ENOUGH))
        return int(str(number))

    def _vocabulary(self, cursor: CursorWrapper, tables: Tables, request: SearchRequest) -> Vocabulary:
        """Returns the words in which the query was typed; the language searched is another one only for `typed_in`."""
        now = request.now.timestamp()
        return Vocabulary(
            cursor, tables, request.read_in, lambda nodes: self._holders(cursor, tables, nodes, now)
        )
