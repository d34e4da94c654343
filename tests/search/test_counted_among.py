"""Which of some documents a search counts is told without counting it again, on every engine."""

from collections import Counter

import pytest

from search.engines import EntryDocument, FallbackEngine, SearchEngine, SearchUnavailable, get_database_engine
from search.engines.documents import SearchRequest, SearchResult

from .test_engines_corpus import DAY, INDEX, NOW, ask

pytestmark = pytest.mark.django_db

IDS = [*(f"both-{number}" for number in range(12)), "garden", "tree", "later", "english", "unknown"]


def documents() -> list[EntryDocument]:
    """Twelve have both words, three one of them (one is not visible yet), one is English."""
    both = [
        EntryDocument(key, "fr", "Jardin", body="Un tournesol.", kind="event" if place < 2 else "article")
        for place, key in enumerate(IDS[:12])
    ]
    return [
        *both,
        EntryDocument("garden", "fr", "Le jardin", kind="article"),
        EntryDocument("tree", "fr", "Un chêne", kind="article"),
        EntryDocument("later", "fr", "Jardin, tournesol", visible_from=NOW + DAY),
        EntryDocument("english", "en", "Jardin, tournesol"),
    ]


def test_it_is_what_is_found_whatever_is_filtered_by(engine: SearchEngine) -> None:
    engine.index(INDEX, documents())
    assert set(ask(engine, "jardin tournesol").counted(IDS)) == set(IDS[:12])
    narrowed = ask(engine, "jardin tournesol", filters={"kind": ("event",)}, facets=("kind",))
    assert (narrowed.total, set(narrowed.counted(IDS[1:4]))) == (2, set(IDS[1:4]))
    without = ask(engine, "jardin tournesol", without_ids=("both-0",))
    assert set(without.counted(IDS)) == set(IDS[1:12])


def test_where_some_words_are_enough_it_is_what_has_some(engine: SearchEngine) -> None:
    engine.index(INDEX, documents())
    found = ask(engine, "jardin potager", facets=("kind",))
    assert found.total == 13
    assert set(found.counted(IDS)) == {*IDS[:12], "garden"}
    assert set(ask(engine, "Comment faire un jardin de chênes ?").counted(IDS)) == {
        *IDS[:12],
        "garden",
        "tree",
    }
    assert not ask(engine, "zzyzx").counted(IDS)


def test_where_the_server_dies_meanwhile_the_database_tells(database_engine: SearchEngine) -> None:
    asked = Counter[str]()

    class Dying:
        """Answers the search, and nothing afterwards."""

        def search(self, index: str, request: SearchRequest) -> SearchResult:
            def counted(_ids: object) -> list[str]:
                asked["server"] += 1
                raise SearchUnavailable("dead")

            return SearchResult((), 13, {}, counted=counted)

    database_engine.index(INDEX, documents())
    engine = FallbackEngine(Dying(), get_database_engine())  # type: ignore[arg-type]
    result = ask(engine, "jardin potager")
    assert (result.stands_in, result.total) == (False, 13)
    assert set(result.counted(["garden", "tree"])) == {"garden"}
    assert set(result.counted(["garden"])) == {"garden"}
    assert asked["server"] == 1
