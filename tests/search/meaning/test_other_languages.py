"""Who asks in one language for texts in another finds what is near, as many as the link to that language said."""

import numpy as np
import pytest

from search.entries.building import forget
from search.meaning.nearest import limits_of, nearest_of
from search.meaning.vector_file import Similarities

from .test_found_by_meaning import answer, embed, entries, titles, write

__all__ = ["entries"]

pytestmark = pytest.mark.django_db


def announced(words: str, **more: str) -> int:
    """How many the link to English results says that there are."""
    values = answer(words, **more)["facets"]["language"]  # type: ignore[index, call-overload]
    return next((int(value["count"]) for value in values if value["value"] == "en"), 0)


def test_another_language_has_as_many_as_were_announced(entries: None) -> None:
    """Meaning adds to what words find there by chance, and what both find counts once."""
    assert announced("vélo") == 1
    assert titles("vélo", locale="en", typed="fr") == ["Cycling to school"]
    write("page-6", "Vélo club", "A café", "en")
    assert announced("vélo") == 2
    assert titles("vélo", locale="en", typed="fr") == ["Vélo club", "Cycling to school"]
    assert answer("vélo", locale="en", typed="fr")["total"] == 2
    # Words and meaning find this one.
    write("page-8", "Vélo", "A bike, a bicycle", "en")
    for number in range(20):
        write(f"page-7{number:02}", f"Meeting number {number}", "Agenda", "en")
    embed()
    assert announced("vélo") == 3
    found = answer("vélo", locale="en", typed="fr")
    assert found["total"] == len(found["results"]) == 3  # type: ignore[arg-type]


def test_another_language_has_as_many_as_were_announced_where_filters_are(entries: None) -> None:
    write("page-6", "Vélo club", "A café", "en", kind="event")
    assert announced("vélo", kind="event") == 1
    assert titles("vélo", locale="en", typed="fr", kind="event") == ["Vélo club"]
    assert announced("vélo", kind="article") == 1
    assert titles("vélo", locale="en", typed="fr", kind="article") == ["Cycling to school"]


def test_quotes_are_for_the_language_that_they_are_in() -> None:
    """No text of another language can have these words."""
    assert announced("« bicyclette »") == 1
    assert titles("« bicyclette »", locale="en", typed="fr") == ["Cycling to school"]
    assert announced("« bicyclette » -roue") == 0


def test_what_may_not_be_shown_is_not_announced(entries: None) -> None:
    forget(["page-2"])
    assert announced("vélo") == 0
    assert titles("vélo", locale="en", typed="fr") == []


def test_ten_with_all_words_hide_nothing_that_is_near_in_another_language(entries: None) -> None:
    """They have the word by chance: it is another language's."""
    for number in range(11):
        write(f"page-7{number:02}", f"Vélo {number}", "A café", "en")
    assert announced("vélo") == 12
    assert answer("vélo", locale="en", typed="fr")["total"] == 12
    first = titles("vélo", locale="en", typed="fr")
    rest = titles("vélo", locale="en", typed="fr", page="2")
    assert (len(first), len(rest)) == (10, 2)
    assert rest[1] == "Cycling to school", "nothing that is only near stands above what has all words"


@pytest.mark.parametrize("words", [1, 5])
def test_nonsense_finds_nothing_in_another_language(words: int) -> None:
    """Every similarity of a real model is above the limit, so the others tell what stands out."""
    near = Similarities(np.arange(100), np.linspace(0.75, 0.85, 100, dtype=np.float32))
    limits = limits_of(words, "en", "fr", ("en",))
    assert not [one for one in nearest_of(near.neighbourhood(10), limits, "fr") if one.stands_out]
    near.values[7] = 0.97
    assert [one.entry_id for one in nearest_of(near.neighbourhood(10), limits, "fr") if one.stands_out] == [7]
