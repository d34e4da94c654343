"""Letters with which no word begins that a search marks: who reads a text passes over them, and misses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.expansion import expand
from search.engines.highlighting import Highlighter
from search.engines.labels import Thesaurus
from search.engines.query import parse
from search.language import beginnings_without, forms, words
from search.language.inflection import _EN_WORDS, _FR_FORMS
from search.language.terms import ANALYSED_LANGUAGES

from .test_inflected_words import PAIRS

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèêàçœæøßñüıİſ0123456789٣-’'ﬁ\u0301"


def missed(word: str, language: str) -> set[str]:
    """The terms of a word that would be passed over in a search for them."""
    found = forms(word, language)
    terms = {found.surface, found.stem, *found.others} if found else set()
    return {term for term in terms if word[0] in beginnings_without([term], language)}


def listed() -> list[str]:
    """All words of the pairs and of the tables of what changes inside."""
    texts = [path.read_text("utf-8") for path in PAIRS.glob("*.tsv")]
    return " ".join([*texts, _FR_FORMS, _EN_WORDS]).replace(":", " ").split()


@pytest.mark.parametrize("language", [*ANALYSED_LANGUAGES, "pt-br", "eo"])
def test_no_word_is_passed_over_that_has_the_term(language: str) -> None:
    known = listed()
    assert len(known) > 3_000
    wrong = {word: missed(word, language) for word in (*known, *map(str.capitalize, known))}
    assert {word: terms for word, terms in wrong.items() if terms} == {}


@given(st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(ANALYSED_LANGUAGES))
def test_nor_any_other(text: str, language: str) -> None:
    assert not any(
        missed(part, language)
        for _start, _end, spelling, compound in words(text, language)
        for part in ([spelling] if compound is None else [each.text for each in compound.parts])
    )


def test_most_beginnings_are_passed_over_where_endings_alone_change() -> None:
    assert len(beginnings_without(["format", "enseign"], "fr")) == 62 - 4
    assert beginnings_without(["gelopen"], "nl") == beginnings_without(["مدرسه"], "ar") == frozenset()


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("œil", "Les Yeux des élèves", "Les <mark>Yeux</mark> des élèves"),
        ("oeil yeux", "Un œil, deux yeux", "Un <mark>œil</mark>, deux <mark>yeux</mark>"),
        (
            "ecole",
            "ÉCOLE, école et e\u0301cole",
            "<mark>ÉCOLE</mark>, <mark>école</mark> et <mark>e\u0301cole</mark>",
        ),
        ("elearning", "L’e-learning", "L’<mark>e-learning</mark>"),
        ("1140", "Les 1 140 places", "Les <mark>1 140</mark> places"),
    ],
)
def test_what_is_found_is_marked_however_it_begins(query: str, text: str, marked: str) -> None:
    highlighter = Highlighter(expand(parse(query, "fr"), "fr", "fr", Thesaurus()))
    assert highlighter.mark(text) == marked
