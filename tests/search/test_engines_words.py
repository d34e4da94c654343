"""Words, phrases and exclusions in four languages, asked of each engine."""

import pytest

from search.engines import SearchEngine

from .test_engines_corpus import ask, found

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
        ("fr", "quelles formations chez vous pour les bibliothécaires ?", {"fr-salon"}),
        ("fr", "avec des", {"fr-formation"}),
        # All words, anywhere.
        ("fr", "formation élèves", {"fr-formation"}),
    ],
)
def test_words_are_found(engine: SearchEngine, language: str, query: str, expected: set[str]) -> None:
    result = ask(engine, query, language)
    assert {hit.id for hit in result.hits} == expected
    assert result.total == len(expected)
    assert not result.relaxed


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
