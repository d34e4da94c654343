"""What comes first where many entries have a word, of which a database ranks some."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from search.engines import SearchEngine, SearchRequest
from search.engines.postgresql import page as postgresql_page
from search.engines.sql import Tables

from .test_engines_corpus import INDEX, NOW
from .test_many_entries import documents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ranked", [1, 8, 500])
@pytest.mark.parametrize("facets", [("topic",), ()])
def test_of_many_entries_what_is_called_so_comes_first_then_titles(
    database_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, ranked: int, facets: tuple[str, ...]
) -> None:
    """Where enough have the word in their title, others are not looked at: but for one that has it as a name."""
    monkeypatch.setattr(postgresql_page, "FEW", 0)
    monkeypatch.setattr(postgresql_page, "RANKED", ranked)
    entries = documents(12)
    titled = [replace(each, title="Un tournesol bleu") for each in entries[4:11]]
    oldest = replace(entries[11], title="Une fleur", names=("Rose", "Tournesol"), title_is_name=False)
    hidden = replace(entries[0], id="hidden", title="Tournesol", visible_from=NOW + timedelta(days=1))
    database_engine.index(INDEX, [*entries[:4], *titled, oldest, hidden])
    request = SearchRequest("tournesol", "fr", NOW, facets=facets, page_size=5)
    result = database_engine.search(INDEX, request)
    assert [hit.id for hit in result.hits] == [oldest.id, *(each.id for each in titled[:4])]
    assert result.total == 12
    pages = [
        hit.id
        for offset in (0, 5, 10)
        for hit in database_engine.search(INDEX, replace(request, offset=offset)).hits
    ]
    assert pages == [oldest.id, *(each.id for each in titled), *(each.id for each in entries[:4])]
    # A filter that those with the word in their title do not pass.
    only = replace(request, filters={"topic": ("other",)})
    database_engine.index(INDEX, [replace(each, topics=("other",)) for each in entries[:4]])
    assert [hit.id for hit in database_engine.search(INDEX, only).hits] == [each.id for each in entries[:4]]


@pytest.mark.database("postgresql")
def test_tables_of_an_earlier_release_get_the_index_of_names(database_engine: SearchEngine) -> None:
    """Without it, each search of many entries would read the names of all."""
    table = Tables.of(INDEX).entries

    def indexes() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", (table,))
            return {name for (name,) in cursor.fetchall()}

    assert f"{table}_names" in indexes()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {table}_names")
    database_engine.create(INDEX)
    assert f"{table}_names" in indexes()
