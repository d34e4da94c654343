"""Words that only hidden texts have decide nothing: whether they exist cannot be asked; of each engine."""

import pytest

from search.engines import EntryDocument, SearchEngine

from .test_engines_corpus import DAY, INDEX, NOW, ask

pytestmark = pytest.mark.django_db

VISIBLE = [
    EntryDocument("classroom", "fr", "La classroom de demain", date=NOW - DAY),
    EntryDocument("two", "fr", "Une école", "", "De la robotique et de la voile à l’école."),
    EntryDocument("often", "fr", "Voile voile", "Voile", "Voile, voile."),
]
HIDDEN = [
    EntryDocument("embargoed", "fr", "Klassroom, duolingo, biblotecairs", visible_from=NOW + DAY),
    EntryDocument("over", "fr", "Roboticue, sclassroom", "", "Samovra", visible_until=NOW),
]


Answer = tuple[str, list[str], int, int, bool, str | None]


def _answers(engine: SearchEngine) -> list[Answer]:
    queries = (
        # The word itself is hidden, and is like a visible one.
        "klassroom",
        "klassroom robotique",
        "sclassroom",
        # A word more, beside words that are visible.
        "robotique voile duolingo",
        "duolingo voile",
        "Que dire de la voile, de la robotique et de duolingo ?",
        # A hidden word is nearer than the one meant.
        "biblotecaires",
        "roboticques",
        "voile roboticques",
    )
    found: list[Answer] = []
    for query in queries:
        result = ask(engine, query, facets=("kind",))
        ids = [hit.id for hit in result.hits]
        found.append((query, ids, result.total, result.complete, result.relaxed, result.did_you_mean))
    return found


def test_words_of_hidden_texts_change_neither_hits_nor_order_nor_correction(engine: SearchEngine) -> None:
    engine.index(INDEX, VISIBLE)
    before = _answers(engine)
    engine.index(INDEX, HIDDEN)
    assert _answers(engine) == before
    # Each of these is found by an error, or has something that is.
    assert all(ids for _query, ids, *_ in before)
    # At its moment the word is one.
    assert ask(engine, "klassroom", now=NOW + 2 * DAY).complete == 1


def test_a_misprint_that_was_corrected_hides_no_word(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("put-right", "fr", "Les biblotecaores")])
    engine.index(INDEX, [EntryDocument("put-right", "fr", "Rien")])
    assert [hit.id for hit in ask(engine, "biblotecaires").hits] == ["fr-salon"]
