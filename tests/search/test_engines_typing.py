"""Typing errors: a word that no text has is matched by the word meant, asked of each engine."""

from collections.abc import Mapping, Sequence

import pytest

from search.engines import Concept, EntryDocument, SearchEngine
from search.engines.expansion import expand
from search.engines.joined_words import Parts
from search.engines.labels import Thesaurus
from search.engines.query import parse
from search.engines.spelling import nearest
from search.engines.typing_errors import with_similar

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
    engine.index(INDEX, [EntryDocument("prize", "fr", "Le prix de la ficelle")])
    assert found(engine, "pix") == ["prize"]
    engine.set_thesaurus([Concept("pix", {"fr": ("PIX", "certification")})])
    assert found(engine, "pix") == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        # One wrong letter makes another word of a short one: a place is none of the words like it.
        ("Lille", "Une ville"),
        ("Tours", "Un cours"),
        ("lyon", "Un lion"),
        # A wrong number is never the number meant, nor a small word any word.
        ("20266", "Appel de 2026"),
        ("dnas", "Cela est dans la salle"),
    ],
)
def test_a_place_a_number_and_a_small_word_are_no_errors(engine: SearchEngine, query: str, text: str) -> None:
    engine.rebuild(INDEX, [EntryDocument("other", "fr", text)])
    result = ask(engine, query)
    assert (result.hits, result.did_you_mean) == ((), None)
    # Nor beside a word that is there.
    engine.index(INDEX, [EntryDocument("there", "fr", "Un samovar")])
    assert found(engine, f"{query} samovar") == ["there"]


class _Words:
    """A vocabulary of one word."""

    def __init__(self, word: str, holders: int) -> None:
        self.known = {word: holders}

    def similar(self, words: Sequence[str]) -> Mapping[str, int]:
        return self.known

    def joined(self, words: Sequence[str]) -> Mapping[str, Parts]:
        return {}


def test_a_short_word_is_only_taken_for_a_frequent_one() -> None:
    for typed, meant, holders, documents, tolerant in (
        ("gand", "grand", 4, 5_000, False),
        ("gand", "grand", 5, 5_000, True),
        ("gand", "grand", 100, 900_000, True),
        ("formatoin", "formation", 1, 900_000, True),
    ):
        query = expand(parse(typed, "fr"), "fr", "fr", Thesaurus())
        changed = with_similar(query, query.words, _Words(meant, holders), documents)
        assert bool(changed.discounts) is tolerant


def test_of_words_equally_near_the_more_frequent_is_meant() -> None:
    known = {"formationa": 1, "formationz": 40}
    assert nearest("formationx", known) == ["formationa", "formationz"]
    assert nearest("formationx", known, holders=known) == ["formationz", "formationa"]


@pytest.mark.parametrize(
    ("typed", "known", "best"),
    [
        ("londres", ["longues"], []),
        ("elu", ["eau"], []),
        ("aeu", ["eau"], ["eau"]),
        ("lille", ["ville"], []),
        ("ecole", ["ecule"], []),
        ("ecol", ["ecole"], ["ecole"]),
        ("ficelel", ["ficelles"], ["ficelles"]),
        ("fromatoin", ["formation"], ["formation"]),
        ("bibliotecires", ["bibliothecaires"], ["bibliothecaires"]),
    ],
)
def test_a_short_word_is_no_other_short_word(typed: str, known: list[str], best: list[str]) -> None:
    assert nearest(typed, known) == best
