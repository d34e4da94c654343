"""Two words typed without the space between them find what has both; asked of each engine."""

import pytest

from search.engines import EntryDocument, SearchEngine
from search.engines.joined_words import likeliest, telling_parts, ways_apart, with_space

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "query", "expected", "suggestion"),
    [
        ("fr", "formationbibliothécaires", ["fr-salon", "fr-formation"], "formation bibliothécaires"),
        ("fr", "Formationbibliothécaires", ["fr-salon", "fr-formation"], "Formation bibliothécaires"),
        ("fr", "salon livrenumérique", ["fr-salon", "fr-mission"], "salon livre numérique"),
        # A small word alone has no part in what is found, as where the space is typed.
        ("fr", "dakaravec", ["fr-mission"], "dakar avec"),
        ("fr", "unatelier", ["fr-salon"], "un atelier"),
        ("en", "artificialintelligence", ["en-teachers"], "artificial intelligence"),
        ("es", "inteligenciaartificial", ["es-docentes"], "inteligencia artificial"),
        ("ar", "الذكاءالاصطناعي", ["ar-teachers"], "الذكاء الاصطناعي"),
        # One of the two is unknown.
        ("fr", "formationtrottinette", [], None),
        # In quotes or in capitals, a word is meant as it is; what is not in quotes may be corrected.
        ("fr", '"formationbibliothécaires"', [], None),
        ("fr", "FORMATIONBIBLIOTHÉCAIRES", [], "FORMATION BIBLIOTHÉCAIRES"),
    ],
)
def test_a_space_left_out_is_put_in(
    engine: SearchEngine, language: str, query: str, expected: list[str], suggestion: str | None
) -> None:
    result = ask(engine, query, language, facets=("kind",))
    assert [hit.id for hit in result.hits] == expected
    assert result.total == len(expected)
    assert sum(count.count for count in result.facets["kind"]) == result.total
    # Nothing has what was typed.
    assert result.complete == 0
    assert result.relaxed is bool(expected)
    assert result.did_you_mean == suggestion


def test_both_words_are_marked_and_what_has_both_comes_first(engine: SearchEngine) -> None:
    texts = {"both": "Un samovar de voyage, une longue route", "one": "Samovar samovar", "other": "Voyage"}
    engine.index(INDEX, [EntryDocument(key, "fr", title, date=NOW - DAY) for key, title in texts.items()])
    result = ask(engine, "samovarvoyage")
    assert result.hits[0].id == "both"
    assert {hit.id for hit in result.hits} == set(texts)
    assert result.hits[0].title == "Un <mark>samovar</mark> de <mark>voyage</mark>, une longue route"
    assert [hit.first for hit in result.hits] == [True, False, False]


def test_in_a_question_too(engine: SearchEngine) -> None:
    common = [
        EntryDocument(f"common-{n}", "fr", "Des élèves et leur école", "", "Une classe.") for n in range(6)
    ]
    engine.index(INDEX, [*common, EntryDocument("both", "fr", "Le samovar ambulant", "", "Des élèves.")])
    assert found(engine, "Que font les élèves du samovarambulant dans leur classe ?")[0] == "both"


def test_a_word_with_an_error_is_not_two(engine: SearchEngine) -> None:
    """A space left out is an error, too: where one error explains a word, no two words are made of it."""
    texts = {"meant": "Le samovar", "parts": "Un samo et un varx"}
    engine.index(INDEX, [EntryDocument(key, "fr", title) for key, title in texts.items()])
    result = ask(engine, "samovarx")
    assert ([hit.id for hit in result.hits], result.did_you_mean) == (["meant"], "samovar")
    # What stands somewhere is right.
    engine.index(INDEX, [EntryDocument("right", "fr", "Samovarx")])
    assert found(engine, "samovarx") == ["right"]


def test_words_of_hidden_texts_are_no_parts(engine: SearchEngine) -> None:
    texts = {"seen": "Le clavecin", "there": "Une forêt"}
    engine.index(INDEX, [EntryDocument(key, "fr", title) for key, title in texts.items()])
    before = ask(engine, "clavecinzététique")
    hidden = [
        EntryDocument("secret", "fr", "Zététique", visible_from=NOW + DAY),
        # Another form of a visible word: the spelling typed is hidden.
        EntryDocument("plural", "fr", "Forêts", visible_from=NOW + DAY),
    ]
    engine.index(INDEX, hidden)
    for query in ("clavecinzététique", "clavecinforêts"):
        result = ask(engine, query)
        assert (result.hits, result.total, result.did_you_mean) == ((), 0, None)
    assert before.total == 0
    later = ask(engine, "clavecinzététique", now=NOW + 2 * DAY)
    assert {hit.id for hit in later.hits} == {"seen", "secret"}


def test_of_several_ways_the_one_of_frequent_words_is_meant(engine: SearchEngine) -> None:
    often = [EntryDocument(f"often-{n}", "fr", "Chat et perche") for n in range(4)]
    engine.index(INDEX, [*often, EntryDocument("seldom", "fr", "Cha et tperche")])
    assert ask(engine, "chatperche").did_you_mean == "chat perche"


@pytest.mark.parametrize(
    ("word", "holders", "parts"),
    [
        ("formationnumerique", {"formation": 3, "numerique": 2}, ("formation", "numerique")),
        ("formationnumerique", {"formation": 3}, None),
        # A small word is as frequent as the most frequent part.
        ("danslecole", {"lecole": 2, "dansl": 9, "ecole": 1}, ("dans", "lecole")),
        ("parceque", {"parce": 3}, None),
        # Two small words say nothing; a number is no word.
        ("dansavec", {}, None),
        ("appel2026", {"appel": 9}, None),
        ("abcd", {"abcd": 1}, None),
    ],
)
def test_the_likeliest_parts(word: str, holders: dict[str, int], parts: tuple[str, str] | None) -> None:
    assert likeliest(word, "fr", holders) == parts


def test_parts_are_words_that_say_something_beside_small_ones() -> None:
    ways = list(ways_apart("unecole", "fr"))
    assert ways == [("un", "ecole"), ("une", "cole"), ("unec", "ole"), ("uneco", "le")]
    assert telling_parts(["unecole"], "fr") == ["ecole", "cole", "unec", "ole", "uneco"]


@pytest.mark.parametrize(
    ("typed", "parts", "shown"),
    [
        ("Formationnumérique", ("formation", "numerique"), "Formation numérique"),
        ("cœurbattant", ("coeur", "battant"), "cœur battant"),
        ("الذكاءالاصطناعي", ("الذكاء", "الاصطناعي"), "الذكاء الاصطناعي"),
        # A letter that stands for both sides of the place.
        ("bœuf", ("bo", "euf"), "bo euf"),
    ],
)
def test_the_space_stands_where_it_was_left_out(typed: str, parts: tuple[str, str], shown: str) -> None:
    assert with_space(typed, parts) == shown
