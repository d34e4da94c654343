"""What holds when an index has more entries than can be ranked, or was made by an earlier layout."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from search.engines import (
    DatabaseEngine,
    EntryDocument,
    SearchEngine,
    SearchRequest,
    get_database_engine,
    ranking,
)
from search.engines.expansion import LanguageQuery, Node, Phrase, expand
from search.engines.labels import Thesaurus
from search.engines.postgresql import page as postgresql_page
from search.engines.postgresql import terms
from search.engines.query import parse
from search.engines.rarity import Rarity
from search.engines.some_words import SomeWords
from search.maintenance import rebuilding
from search.models import SearchEntry
from tests.factories import make_article, make_cluster

from .test_engines_corpus import INDEX, NOW

pytestmark = pytest.mark.django_db


def documents(count: int) -> list[EntryDocument]:
    """Entries that all have "tournesol" in their text, the newest first, the two oldest in their title."""
    return [
        EntryDocument(
            f"many-{number:02}",
            "fr",
            "Le tournesol" if number >= count - 2 else "Une fleur",
            body="Il est question du tournesol.",
            topics=("plant",),
            date=NOW - timedelta(days=number),
        )
        for number in range(count)
    ]


def page(engine: SearchEngine, offset: int, size: int = 5, now: datetime = NOW) -> list[str]:
    request = SearchRequest("tournesol", "fr", now, page_size=size, offset=offset, facets=("topic",))
    result = engine.search(INDEX, request)
    assert (result.total, result.facets["topic"][0].count) == (12, 12)
    return [hit.id for hit in result.hits]


@pytest.mark.parametrize("many", [2, 10_000])
@pytest.mark.parametrize("ranked", [1, 3, 12, 500])
def test_pages_show_each_hit_once_however_few_are_ranked(
    database_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, ranked: int, many: int
) -> None:
    monkeypatch.setattr(postgresql_page, "FEW", 0)
    monkeypatch.setattr(postgresql_page, "RANKED", ranked)
    monkeypatch.setattr(postgresql_page, "MANY", many)
    database_engine.index(INDEX, documents(12))
    shown = [identifier for offset in (0, 5, 10) for identifier in page(database_engine, offset)]
    assert sorted(shown) == [f"many-{number:02}" for number in range(12)]
    # A word of the title comes first even where nothing else is ranked, then the newest.
    assert shown == ["many-10", "many-11", *(f"many-{number:02}" for number in range(10))]


@pytest.mark.database("postgresql")
def test_what_one_statement_is_told_is_forgotten_after_it(database_engine: SearchEngine) -> None:
    database_engine.index(INDEX, documents(12))
    page(database_engine, 0)
    database_engine.suggest(INDEX, "tourn", "fr")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('jit')")
        assert cursor.fetchone() == ("on", "on")


def test_a_relaxed_search_looks_among_the_rarest_words_and_always_the_rarest() -> None:
    rare, known, common = (Phrase((term,)) for term in ("fr_rare", "fr_known", "fr_common"))
    holders: dict[Node, int] = {common: 6_000, rare: 20, known: 900}
    query = LanguageQuery("fr", (common, rare, known), (), (), needed=1)

    def rarest(most: int | None) -> tuple[Node, ...]:
        return Rarity({"fr": 10_000}, holders, most).rarest(query)

    assert rarest(None) == (rare, known, common)
    assert rarest(1_000) == (rare, known)
    assert rarest(10) == (rare,)
    # A word that no entry holds leads to none.
    holders[rare] = 0
    assert rarest(1_000) == (rare, known)
    assert rarest(10) == (rare, known)
    # A second look is taken where it would see more: at a word that was left out.
    for most, looks in ((10_000, 1), (10, 2)):
        few = replace(query, least=1, complete_first=True)
        several = SomeWords([few], [few], Rarity({"fr": 10_000}, holders, most))
        assert len(list(several.looks())) == looks


WORDS = (
    "tournesol",
    "lavande",
    "genêt",
    "bruyère",
    "ajonc",
    "fougère",
    "chardon",
    "ronce",
    "ortie",
    "trèfle",
)


@given(
    st.lists(st.sets(st.sampled_from(WORDS), min_size=1), min_size=1, max_size=12),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=10, unique=True),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_most_of_the_words_are_the_same_words_however_the_database_is_asked(
    database_engine: SearchEngine, held: list[set[str]], asked: list[str]
) -> None:
    """As one question to PostgreSQL's index, or entry by entry where that question would be too long."""
    database_engine.rebuild(
        INDEX,
        (
            EntryDocument(
                f"most-{number}", "fr", "Une fleur", body=" ".join(sorted(words)), topics=("plant",)
            )
            for number, words in enumerate(held)
        ),
    )
    # Fewer than the least that makes a sentence, or a sentence: other numbers of words are needed.
    query = expand(parse(" ".join(asked), "fr"), "fr", "fr", Thesaurus())
    # As many as are needed; where less than a page has so many, the least that is enough.
    enough, few = (
        [number for number, words in enumerate(held) if len(words & set(asked)) >= least]
        for least in (query.needed, query.least)
    )
    complete = [number for number, words in enumerate(held) if words >= set(asked)]
    few_words = not parse(" ".join(asked), "fr").sentence
    wanted = enough if len(enough) >= ranking.ENOUGH else few
    if few_words and len(complete) >= ranking.ENOUGH:
        wanted = complete
    for named in (0, 300):
        with mock.patch.object(terms, "NAMED", named):
            request = SearchRequest(" ".join(asked), "fr", NOW, page_size=20, facets=("topic",))
            result = database_engine.search(INDEX, request)
        assert {hit.id for hit in result.hits} == {f"most-{number}" for number in wanted}
        if few_words:
            first = {hit.id for hit in result.hits[: len(complete)]}
            assert first == {f"most-{number}" for number in complete}
        assert [value.count for value in result.facets["topic"]] == ([len(wanted)] if wanted else [])


def test_a_word_that_nothing_holds_hides_no_answer(
    database_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "COUNTED", 2)
    monkeypatch.setattr(ranking, "LOOKED_AT", 2)
    monkeypatch.setattr(ranking, "SECOND_LOOK", 20)
    database_engine.index(INDEX, documents(12))
    request = SearchRequest("tournesol trifouillis", "fr", NOW, facets=("language", "topic"))
    result = database_engine.search(INDEX, request)
    assert result.relaxed
    # The newest two are looked at.
    assert result.total == 2
    # Filters that the newest do not pass: more of them are looked at.
    older = SearchRequest(
        "tournesol trifouillis", "fr", NOW, filters={"year": (str(NOW.year - 1),)}, facets=("topic",)
    )
    database_engine.index(INDEX, [replace(documents(12)[11], date=NOW - timedelta(days=370))])
    assert [hit.id for hit in database_engine.search(INDEX, older).hits] == ["many-11"]


def _few_are_looked_at(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """The same bound on both databases, without a second look."""
    monkeypatch.setattr(ranking, "LOOKED_AT", most)
    monkeypatch.setattr(ranking, "SECOND_LOOK", 1)


def test_newer_entries_that_the_filters_leave_out_hide_no_older_one(
    database_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _few_are_looked_at(monkeypatch, 4)
    newer = [replace(each, summary="Lavande") for each in documents(12)]
    older = [
        replace(each, id=f"old-{each.id}", topics=("flower",), date=NOW - timedelta(days=800 + place))
        for place, each in enumerate(newer[:4])
    ]
    database_engine.index(INDEX, [*newer, *older])
    request = SearchRequest(
        "tournesol lavande trifouillis", "fr", NOW, {"topic": ("flower",)}, ("topic", "year")
    )
    result = database_engine.search(INDEX, request)
    assert [hit.id for hit in result.hits] == [each.id for each in older]
    assert (result.total, sum(value.count for value in result.facets["year"])) == (4, 4)
    # Without the filter, no more than the bound: what is newest.
    assert {hit.id for hit in database_engine.search(INDEX, replace(request, filters={})).hits} == {
        each.id for each in newer[:4]
    }
    # Nor do hidden entries take a place.
    hidden = [replace(each, visible_from=NOW + timedelta(days=1)) for each in newer]
    database_engine.index(INDEX, hidden)
    every = database_engine.search(INDEX, replace(request, filters={}))
    assert {hit.id for hit in every.hits} == {each.id for each in older}


def test_a_known_word_is_not_looked_for_again(database_engine: SearchEngine) -> None:
    """One statement for the page, one that counts without the filter, one for facets where they are apart."""
    database_engine.index(INDEX, documents(12))
    request = SearchRequest("tournesol", "fr", NOW, {"topic": ("nothing",)}, ("topic",))
    with CaptureQueriesContext(connection) as asked:
        assert database_engine.search(INDEX, request).total == 0
    assert len(asked) <= 3


def test_most_of_the_words_are_enough_but_databases_look_among_the_rarest(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of three words. Where many have the two others, databases do not look at those that lack the rarest."""
    everyday = [EntryDocument(f"everyday-{number}", "fr", "Parapluie, tournesol") for number in range(5)]
    engine.index(INDEX, [EntryDocument("rare", "fr", "Quadrivium, parapluie"), *everyday])
    request = SearchRequest("quadrivium parapluie tournesol", "fr", NOW)
    every = {"rare", *(document.id for document in everyday)}

    def answers() -> set[str]:
        result = engine.search(INDEX, request)
        assert result.relaxed
        return {hit.id for hit in result.hits}

    assert answers() == every
    monkeypatch.setattr(ranking, "LOOKED_AT", 2)
    assert answers() == (every if engine.name == "elasticsearch" else {"rare"})


def test_profiles_that_no_entry_has_any_more_are_taken_out(database_engine: SearchEngine) -> None:
    assert isinstance(database_engine, DatabaseEngine)
    database_engine.index(INDEX, documents(12))
    database_engine.forget_profiles(INDEX)
    assert database_engine.forget_profiles(INDEX) == 0
    database_engine.index(INDEX, [replace(documents(12)[0], topics=("plant", "flower"), country="XX")])
    page(database_engine, 0)
    database_engine.index(INDEX, documents(12))
    # Its topics, its cluster's country.
    assert database_engine.forget_profiles(INDEX) == 2
    page(database_engine, 0)


def test_what_is_excluded_is_left_out(database_engine: SearchEngine) -> None:
    database_engine.index(INDEX, documents(12))
    for typed, ids in (("tournesol -fleur", ["many-10", "many-11"]), ("-fleur -formation", None)):
        result = database_engine.search(INDEX, SearchRequest(typed, "fr", NOW, page_size=50))
        found = [hit.id for hit in result.hits]
        assert ids is None or found == ids
        assert "many-00" not in found
        assert "many-10" in found


def test_a_page_that_has_a_restriction_of_its_own_can_be_deleted() -> None:
    page = make_article(make_cluster("shut", "SHU"), title="Le tournesol")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    Page.objects.get(pk=page.pk).delete()
    assert not SearchEntry.objects.filter(page_id=page.pk).exists()


@pytest.mark.parametrize("make", [rebuilding.prepare_storage, rebuilding.rebuild])
def test_tables_of_an_earlier_layout_are_made_and_filled_again(make: Callable[[], object]) -> None:
    make_article(make_cluster("layout", "LAY"), title="Le tournesol")
    engine, index = get_database_engine(), django_settings.FEDCMS_SEARCH_INDEX
    assert SearchEntry.objects.exists()
    engine.drop(index)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE searchindex_{index} (row_id integer, id text, facets text)")
    make()
    found = engine.search(index, SearchRequest("tournesol", "fr", NOW + timedelta(days=36500)))
    assert found.total == 1
