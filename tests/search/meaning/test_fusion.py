"""In which order stand what words found and what is near: by how much each is better, not by places."""

from collections.abc import Mapping, Sequence

import pytest
from django.utils import timezone
from django.utils.safestring import SafeString

from search.engines import SearchRequest, SearchResult, SQLiteEngine
from search.engines.documents import Hit
from search.engines.vector_space import Neighbourhood
from search.meaning.fusion import NearDocument, fused_search
from search.meaning.nearest import Limits, nearest_of


def hit(key: str, score: float = 0.0, *, first: bool = False) -> Hit:
    """A hit in French."""
    return Hit(key, "fr", score, SafeString(key), SafeString(""), first)


def order(by_words: Sequence[Hit], near: Sequence[str], ahead: Mapping[str, float]) -> list[str]:
    """The first page."""
    first = SearchResult(tuple(by_words), len(by_words), {})
    found, _brought, _added = fused_search(
        SQLiteEngine(),
        "federation",
        SearchRequest("deux mots", "fr", timezone.now()),
        lambda _keys: {},
        [NearDocument(hit(key), "", frozenset({("language", "fr")})) for key in near],
        ahead,
        first,
    )
    return [one.id for one in found.hits]


@pytest.mark.parametrize("scale", [0.001, 1.0, 900.0])
def test_who_is_much_better_in_one_list_is_first(scale: float) -> None:
    """Each is first in one list and second in the other, on an engine of any scale."""
    nearer = {"b": 3.0, "a": 2.0}
    assert order([hit("a", 10 * scale), hit("b", 9 * scale)], ["b", "a"], nearer) == ["b", "a"]
    assert order([hit("a", 10 * scale), hit("b", 4 * scale)], ["b", "a"], nearer) == ["a", "b"]


def test_what_words_found_is_as_near_as_it_is_though_ten_are_nearer() -> None:
    """It is none of the nearest, and its nearness counts all the same."""
    words = [hit("a", 10), hit("b", 9)]
    assert order(words, ["c"], {"c": 4.0, "b": 2.0}) == ["b", "c", "a"]


def test_full_matches_stay_first_whatever_they_score() -> None:
    """Engines add a thousand to their scores, and one may score nothing."""
    words = [hit("a", 1_003, first=True), hit("b", 0.0), hit("c", 0.0)]
    assert order(words, ["c", "d"], {"c": 2.0, "d": 1.0}) == ["a", "c", "d", "b"]
    assert order([], ["c"], {}) == ["c"]


def ahead_of(similarities: Sequence[float], *, count: int, mean: float, deviation: float) -> list[float]:
    """How far the nearest of a language are ahead, the nearest first."""
    found = Neighbourhood(tuple(enumerate(similarities)), count, mean, deviation)
    return [one.ahead for one in nearest_of(found, Limits(0.8, 2.0), "fr")]


def test_an_average_text_of_a_small_language_passes_nothing_of_a_large_one() -> None:
    """Of twenty texts all are looked up, of ten thousand the nearest alone."""
    small = ahead_of([0.86, 0.82, 0.80, 0.78, 0.74], count=20, mean=0.80, deviation=0.03)
    large = ahead_of([0.90, 0.88, 0.87], count=10_000, mean=0.80, deviation=0.03)
    assert small[0] == pytest.approx(2.0)
    assert small[2:] == [0, 0, 0]
    assert large == pytest.approx([1.0, 1 / 3, 0.0])


def test_of_texts_that_are_as_near_none_is_far_ahead() -> None:
    assert max(ahead_of([0.701, 0.700], count=2, mean=0.7005, deviation=0.0005)) < 0.1
    assert ahead_of([0.7], count=1, mean=0.7, deviation=0.0) == [0.0]
