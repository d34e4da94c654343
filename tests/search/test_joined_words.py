"""Two words typed without the space between them find what has both; asked of each engine."""

import pytest

from search.engines import EntryDocument, SearchEngine
from search.engines.joined_words import likeliest, parts_of, ways_apart, with_space

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "query", "expected", "suggestion"),
    [
        ("fr", "formationbibliothécaires", ["fr-salon", "fr-formation"], "formation bibliothécaires"),
        ("fr", "Formationbibliothécaires", ["fr-salon", "fr-formation"], "Formation bibliothécaires"),
        ("fr", "salon livrenumérique", ["fr-salon", "fr-mission"], "salon livre numérique"),
        # A small word before another is often a word with a meaning of its own.
        ("fr", "surcampus", [], None),
        ("en", "withteachers", [], None),
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
    queries = ("clavecinzététique", "clavecinforêts")
    before = [ask(engine, query) for query in queries]
    hidden = [
        EntryDocument("secret", "fr", "Zététique", visible_from=NOW + DAY),
        # Another form of a visible word: the spelling typed is hidden.
        EntryDocument("plural", "fr", "Forêts", visible_from=NOW + DAY),
    ]
    engine.index(INDEX, hidden)
    assert [ask(engine, query) for query in queries] == before
    assert [(result.total, result.did_you_mean) for result in before] == [(0, None), (0, None)]
    later = ask(engine, "clavecinzététique", now=NOW + 2 * DAY)
    assert {hit.id for hit in later.hits} == {"seen", "secret"}


def test_beside_other_words_exclusions_and_filters(engine: SearchEngine) -> None:
    texts = {"all": "Samovar, voyage, quadrivium", "two": "Samovar, voyage", "one": "Samovar"}
    engine.index(
        INDEX,
        [
            EntryDocument(key, "fr", title, kind="news" if key == "one" else "event")
            for key, title in texts.items()
        ],
    )
    assert found(engine, "quadrivium samovarvoyage") == ["all", "two", "one"]
    # Two such words, and one beside a typing error.
    assert found(engine, "samovarvoyage voyagequadrivium")[0] == "all"
    assert found(engine, "samovarvoyage quadrivuim")[0] == "all"
    assert "all" not in found(engine, "samovarvoyage -quadrivium")
    assert found(engine, "samovarvoyage", filters={"kind": ("news",)}) == ["one"]
    # An unfinished word is none.
    assert found(engine, "samovarvoyage", prefix_last=True) == []


def test_of_several_ways_the_one_of_frequent_words_is_meant(engine: SearchEngine) -> None:
    often = [EntryDocument(f"often-{n}", "fr", "Chat et perche") for n in range(4)]
    engine.index(INDEX, [*often, EntryDocument("seldom", "fr", "Cha et tperche")])
    assert ask(engine, "chatperche").did_you_mean == "chat perche"


@pytest.mark.parametrize(
    ("word", "holders", "parts"),
    [
        ("formationnumerique", {"formation": 3, "numerique": 2}, ("formation", "numerique")),
        ("formationnumerique", {"formation": 3}, None),
        (
            "formationnumerique",
            {"formation": 3, "numerique": 2, "format": 9, "ionnumerique": 1},
            ("format", "ionnumerique"),
        ),
        # Small words and numbers are no parts.
        ("desinformation", {"information": 9}, None),
        ("parceque", {"parce": 3}, None),
        ("appel2026", {"appel": 9}, None),
        ("abcde", {"abc": 1, "de": 1}, None),
    ],
)
def test_the_likeliest_parts(word: str, holders: dict[str, int], parts: tuple[str, str] | None) -> None:
    assert likeliest(word, "fr", holders) == parts


def test_parts_are_words_that_say_something() -> None:
    assert list(ways_apart("avecole", "fr")) == [("ave", "cole")]
    assert list(ways_apart("vocabulaires" * 3, "fr")) == []
    assert parts_of(["avecole", "colavec"], "fr") == ["ave", "cole", "cola", "vec"]


@pytest.mark.parametrize(
    ("typed", "parts", "shown"),
    [
        ("Formationnumérique", ("formation", "numerique"), "Formation numérique"),
        ("cœurbattant", ("coeur", "battant"), "cœur battant"),
        ("الذكاءالاصطناعي", ("الذكاء", "الاصطناعي"), "الذكاء الاصطناعي"),
        # Marks stay with their letter.
        ("cafe\u0301noir", ("cafe", "noir"), "cafe\u0301 noir"),
        ("كتابٌجديد", ("كتاب", "جديد"), "كتابٌ جديد"),
        # The place is within a letter.
        ("bœuf", ("bo", "euf"), "bo euf"),
    ],
)
def test_the_space_stands_where_it_was_left_out(typed: str, parts: tuple[str, str], shown: str) -> None:
    assert with_space(typed, parts) == shown
