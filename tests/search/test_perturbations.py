"""How evaluate_search changes queries as people type them."""

import pytest

from search.language import fold
from tests.quality.search_evaluation.perturbations import BadPerturbation, perturb

QUESTION = "Comment les élèves mesurent-ils la salinité de l’eau ?"


def changed(name: str, text: str, language: str = "fr", seed: str = "1") -> str:
    return perturb(name, text, language, seed=seed)


def test_key_words_are_the_longest_in_the_order_typed() -> None:
    assert changed("keywords:2", QUESTION) == "mesurent-ils salinité"
    assert changed("keywords:9", QUESTION) == "élèves mesurent-ils salinité eau"
    assert changed("keywords:2", "et de la") == "et de"
    assert changed("none", QUESTION) == QUESTION


def test_an_error_is_in_as_many_words_as_asked_for_and_the_same_for_a_seed() -> None:
    words = "formation numérique bibliothécaires académie"
    for seed in map(str, range(40)):
        one = changed("typo:1", words, seed=seed).split()
        assert sum(new != old for new, old in zip(one, words.split(), strict=True)) == 1
        every = changed("typos", f"{words} île", seed=seed).split()
        assert [fold(new) != fold(old) for new, old in zip(every, [*words.split(), "île"], strict=True)] == [
            True,
            True,
            True,
            True,
            False,
        ]
        assert [word[0] for word in every] == ["f", "n", "b", "a", "î"]
        assert changed("typos", f"{words} île", seed=seed).split() == every
    assert len({changed("typo:1", words, seed=str(seed)) for seed in range(40)}) > 20


@pytest.mark.parametrize(
    ("language", "words", "others"),
    [
        ("fr", "emploi local journaux locaux eaux jeux choix", "emplois locaux journal local eau jeu choix"),
        ("en", "child schools country classes glass", "children school countries class glasses"),
        ("es", "formación docentes luces actor", "formaciones docente luz actores"),
        ("ar", "مدرسة شركات معلمون كتاب", "مدرسات شركة معلم كتاب"),
    ],
)
def test_singular_and_plural_are_exchanged(language: str, words: str, others: str) -> None:
    assert changed("number", words, language) == others


def test_spaces_capitals_and_accents() -> None:
    assert changed("nospace", "formation continue") == "formationcontinue"
    assert changed("nospace", "école") == "école"
    assert changed("case", "Éducation et IA") == "ÉDUCATION ET IA"
    assert changed("case", "ÉDUCATION") == "éducation"
    assert changed("accents", "Élève, cœur à Oviedo") == "Eleve, cœur a Oviedo"
    assert changed("accents", "إدارة المدرسة", "ar") == "اداره المدرسه"


def test_several_follow_one_another_and_what_is_unknown_is_refused() -> None:
    assert changed("keywords:2+accents", QUESTION) == "mesurent-ils salinite"
    for name in ("typo", "typo:0", "keywords:", "case+", "", "typos:2"):
        with pytest.raises(BadPerturbation, match="there is none, keywords:N"):
            changed(name, QUESTION)


@pytest.mark.parametrize("name", ["keywords:3", "typo:1", "typos", "number", "nospace", "case", "accents"])
@pytest.mark.parametrize(
    "text", ["", "?", "a", '-- "', "ab", "aa", "١٢٣ ٤", "a-b-c", "\u0651\u0651\u0651", "||||", "111111"]
)
def test_any_text_may_be_changed(name: str, text: str) -> None:
    for language in ("fr", "ar", "sv"):
        assert isinstance(changed(name, text, language), str)
