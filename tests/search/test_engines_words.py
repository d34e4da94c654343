"""Words, phrases and exclusions in four languages, asked of each engine."""

import pytest

from search.engines import EntryDocument, SearchEngine, Sort

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        # Stems.
        ("fr", "enseignante", {"fr-formation"}),
        ("fr", "formations", {"fr-formation", "fr-salon"}),
        ("fr", "entreprise", {"fr-salon"}),
        ("en", "course", {"en-teachers"}),
        ("en", "studying", {"en-teachers"}),
        ("es", "curso", {"es-docentes"}),
        ("es", "formaciones", {"es-docentes"}),
        ("ar", "معلم", {"ar-teachers"}),
        # Accents, there or not, on either side; capitals; composed or not.
        ("fr", "eleves", {"fr-formation"}),
        ("fr", "ÉLÈVE", {"fr-formation"}),
        ("fr", "e\u0301le\u0300ve", {"fr-formation"}),
        ("fr", "numerique", {"fr-salon", "fr-mission"}),
        ("fr", "formatión", {"fr-formation", "fr-salon"}),
        # Both stems, where an accent decides what is an ending: `privées` is `priv`, `privees` is `prive`.
        ("fr", "privé", {"fr-salon"}),
        ("fr", "privees", {"fr-salon"}),
        ("es", "formacion", {"es-docentes"}),
        ("es", "administraciones", {"es-docentes"}),
        ("es", "administracion", {"es-docentes"}),
        ("es", "ninos", {"es-docentes"}),
        # Elisions with both apostrophes, ligatures, hyphens, words with an apostrophe inside.
        ("fr", "l'élève", {"fr-formation"}),
        ("fr", "l’eleve", {"fr-formation"}),
        ("fr", "d'intelligence", {"fr-formation"}),
        ("fr", "jusqu'académie", {"fr-formation"}),
        ("fr", "academie", {"fr-formation"}),
        ("fr", "coeur", {"fr-mission"}),
        ("fr", "cœurs", {"fr-mission"}),
        ("fr", "e-learning", {"fr-salon"}),
        ("fr", "elearning", {"fr-salon"}),
        ("fr", "e‑learning", {"fr-salon"}),
        ("fr", "aujourd'hui", {"fr-mission"}),
        # Arabic: letter variants, vowels, tatweel, article and conjunction joined to the word.
        ("ar", "الاصطناعى", {"ar-teachers"}),
        ("ar", "مدرسه", {"ar-teachers"}),
        ("ar", "مَدْرَسَة", {"ar-teachers"}),
        ("ar", "المــدرسة", {"ar-teachers"}),
        ("ar", "اداره", {"ar-teachers"}),
        ("ar", "والتعليم", {"ar-teachers"}),
        ("ar", "تدعم", {"ar-teachers"}),
        ("ar", "بالذكاء", {"ar-teachers"}),
        ("ar", "وبالذكاء", {"ar-teachers"}),
        # A language is searched by its own rules, and alone.
        ("en", "formation", set()),
        ("fr", "intelligence", {"fr-formation"}),
        ("en", "intelligence", {"en-teachers"}),
        # Small words are no condition, unless there is nothing else.
        ("fr", "quelles bibliothécaires chez vous ?", {"fr-salon"}),
        ("fr", "avec des", {"fr-formation"}),
        # All words, anywhere.
        ("fr", "intelligence élèves", {"fr-formation"}),
    ],
)
def test_words_are_found(engine: SearchEngine, language: str, query: str, expected: set[str]) -> None:
    result = ask(engine, query, language)
    assert {hit.id for hit in result.hits} == expected
    assert result.total == len(expected)
    assert not result.relaxed


@pytest.mark.parametrize(
    ("query", "expected", "complete"),
    [
        # Wherever the words are, and whatever small words stand between.
        ("formation élèves", ["fr-formation", "fr-salon"], 1),
        ("quelles formations chez vous pour les bibliothécaires ?", ["fr-salon", "fr-formation"], 1),
        # A word that no text has is left out of the count.
        ("formation bibliothécaires trottinette", ["fr-salon", "fr-formation"], 0),
        ("trottinette élèves parapluie", ["fr-formation"], 0),
        ("trottinette parapluie", [], 0),
        # Of any number of words.
        ("bibliothécaires Dakar", ["fr-mission", "fr-salon"], 0),
        ("numérique livre salon Lyon Dakar", ["fr-salon", "fr-mission"], 0),
        # What is excluded or in quotes stays a condition; what excludes narrows.
        ("formation élèves -lyon", ["fr-formation"], 1),
        ("formation trottinette parapluie -zanzibar", [], 0),
        ('formation élèves "entrée est libre"', ["fr-salon"], 0),
    ],
)
def test_what_has_all_words_comes_first_then_the_rest(
    engine: SearchEngine, query: str, expected: list[str], complete: int
) -> None:
    result = ask(engine, query, facets=("kind",))
    assert [hit.id for hit in result.hits] == expected
    assert (result.total, result.complete) == (len(expected), complete)
    assert result.relaxed is (bool(expected) and not complete)
    assert sum(count.count for count in result.facets["kind"]) == result.total
    if result.total > 1:
        # Page by page the same.
        assert [found(engine, query, page_size=1, offset=place) for place in (0, 1)] == [
            [each] for each in expected[:2]
        ]


def test_what_has_all_words_comes_first_however_rare_the_others_are(engine: SearchEngine) -> None:
    """And the newest of what has them is not put before the rest alone."""
    engine.index(
        INDEX,
        [
            EntryDocument(
                "old", "fr", "", "", "La trottinette " + "alpha " * 50 + "samovar", date=NOW - 900 * DAY
            ),
            *(EntryDocument(f"new-{place}", "fr", "Samovar samovar", date=NOW) for place in range(12)),
        ],
    )
    result = ask(engine, "trottinette samovar", page_size=5)
    assert (result.hits[0].id, result.total, result.complete) == ("old", 13, 1)
    # By date, what has some of the words would stand before what has all.
    assert found(engine, "trottinette samovar", sort=Sort.DATE) == ["old"]


def test_a_page_of_what_has_all_words_is_enough(engine: SearchEngine) -> None:
    both = [EntryDocument(f"both-{place}", "fr", "Trottinette, samovar") for place in range(10)]
    engine.index(INDEX, [*both[1:], EntryDocument("one", "fr", "Trottinette")])
    assert ask(engine, "trottinette samovar").total == 10
    engine.index(INDEX, both)
    result = ask(engine, "trottinette samovar")
    assert (result.total, result.complete) == (10, 10)
    assert "one" not in {hit.id for hit in result.hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"journées en présentiel"', {"fr-formation"}),
        ("«journee en presentiel»", {"fr-formation"}),
        ('"présentiel en journées"', set()),
        ('"livre ouvre"', set()),
        # No phrase goes from one field into the next.
        ('"lyon trente"', set()),
        ("formation -bibliothécaires", {"fr-formation"}),
        ('formation -"entrée est libre"', {"fr-formation"}),
        ("-formation", {"fr-mission"}),
        ("e-learning - -", {"fr-salon"}),
        ('"formation', {"fr-formation", "fr-salon"}),
    ],
)
def test_phrases_and_exclusions(engine: SearchEngine, query: str, expected: set[str]) -> None:
    assert set(found(engine, query)) == expected
