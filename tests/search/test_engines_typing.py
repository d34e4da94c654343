"""Typing errors: a word that no text has is matched by the word meant, asked of each engine."""

import pytest

from search.engines import Concept, EntryDocument, SearchEngine
from search.engines.spelling import nearest

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        # Left out, doubled, swapped, wrong; one word of one, of two, of a question.
        ("fr", "bibliotécaires", ["fr-salon"]),
        ("fr", "formation bibliothéécaires", ["fr-salon", "fr-formation"]),
        ("fr", "bibliohtécaires formation", ["fr-salon", "fr-formation"]),
        ("fr", "Que fait la délégstion pendant cette mission à Dakar ?", ["fr-mission"]),
        ("en", "artifical inteligence", ["en-teachers"]),
        ("es", "formacoin docentes", ["es-docentes"]),
        ("ar", "المعلمبن", ["ar-teachers"]),
        # Nothing like it.
        ("fr", "xylophone", []),
        ("fr", "trottinette xylophone", []),
        # A word in quotes or in capitals, or unfinished, is meant as it is.
        ("fr", '"bibliotécaires"', []),
        ("fr", "BIBLIOTÉCAIRES", []),
    ],
)
def test_a_typing_error_is_matched_by_the_word_meant(
    engine: SearchEngine, language: str, query: str, expected: list[str]
) -> None:
    result = ask(engine, query, language, facets=("kind",))
    assert [hit.id for hit in result.hits] == expected
    assert result.total == len(expected)
    # Nothing has what was typed.
    assert result.complete == 0
    assert result.relaxed is bool(expected)
    assert sum(count.count for count in result.facets["kind"]) == result.total


def test_what_matches_an_error_is_marked_and_the_correction_is_offered(engine: SearchEngine) -> None:
    result = ask(engine, "formation bibliotécaires")
    assert "<mark>bibliothécaires</mark>" in result.hits[0].passage
    assert result.did_you_mean == "formation bibliothécaires"


def test_the_exact_word_counts_more_and_a_word_that_stands_somewhere_is_right(engine: SearchEngine) -> None:
    texts = {"exact": "Une trottinette", "near": "Des trottinettes", "other": "Un trottinet, un samovar"}
    engine.index(INDEX, [EntryDocument(key, "fr", title, date=NOW - DAY) for key, title in texts.items()])
    assert not ask(engine, "trottinette").relaxed
    # Both words, one of them by an error; then the one that is right.
    result = ask(engine, "samovra trottinette")
    assert result.hits[0].id == "other"
    assert {hit.id for hit in result.hits} == {"exact", "near", "other"}


def test_what_is_not_visible_is_found_by_no_error(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("secret", "fr", "Zététique", visible_from=NOW + DAY)])
    assert found(engine, "zetetikue") == []
    assert found(engine, "zetetikue", filters={}) == []
    assert ask(engine, "zetetikue", now=NOW + 2 * DAY).total == 1


def test_labels_of_the_thesaurus_are_never_taken_for_errors(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("tie", "fr", "Elle tire des ficelles")])
    assert found(engine, "tice") == ["tie"]
    engine.set_thesaurus([Concept("ict", {"fr": ("TICE", "technologies de l’enseignement")})])
    assert found(engine, "tice") == []


@pytest.mark.parametrize(
    ("typed", "known", "best"),
    [
        ("londres", ["longues"], []),
        ("elu", ["eau"], []),
        ("aeu", ["eau"], ["eau"]),
        ("ficelel", ["ficelles"], ["ficelles"]),
        ("fromatoin", ["formation"], ["formation"]),
        ("bibliotecires", ["bibliothecaires"], ["bibliothecaires"]),
    ],
)
def test_a_short_word_is_no_other_short_word(typed: str, known: list[str], best: list[str]) -> None:
    assert nearest(typed, known) == best
