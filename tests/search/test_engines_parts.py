"""The parts of the engines one by one: query reading, spelling, weights, choice of the engine."""

import threading
from datetime import UTC, datetime
from typing import cast

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from rapidfuzz.distance import OSA

from search.engines import (
    FallbackEngine,
    PostgreSQLEngine,
    QuestionRefused,
    SearchEngine,
    SearchRequest,
    SearchResult,
    SearchUnavailable,
    SQLiteEngine,
    get_engine,
    ranking,
)
from search.engines.breaker import FIRST_PAUSE, LONGEST_PAUSE, CircuitBreaker
from search.engines.query import parse
from search.engines.spelling import nearest
from search.language import compounds, fold, forms, is_stop_word


def test_a_query_is_read() -> None:
    query = parse('l’école "à distance" -payant -"en ligne" e-learning num', "fr", prefix_last=True)
    assert [word.parts for word in query.words] == [("école",), ("e", "learning"), ("num",)]
    assert [word.prefix for word in query.words] == [False, False, True]
    assert [[word.parts for word in phrase] for phrase in query.phrases] == [[("à",), ("distance",)]]
    assert [[word.parts for word in phrase] for phrase in query.excluded] == [
        [("payant",)],
        [("en",), ("ligne",)],
    ]


@pytest.mark.parametrize("text", ['"seul', 'un "deux', "- un", "un-", "-", '""', "--"])
def test_half_written_operators_are_no_operators(text: str) -> None:
    query = parse(text, "fr")
    assert not query.excluded
    assert not query.phrases


def test_unfinished_word_is_the_last_thing_typed() -> None:
    assert not parse("école ", "fr", prefix_last=True).words[0].prefix
    assert not parse('école "x"', "fr", prefix_last=True).words[0].prefix
    assert not parse("école -x", "fr", prefix_last=True).words[0].prefix


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’élève", ["élève"]),
        ("jusqu'à qu'elle", ["à", "elle"]),
        ("presqu’île", ["presqu île"]),
        ("rendez-vous_libre", ["rendez vous", "libre"]),
        ("l'e-learning", ["e learning"]),
        ("co\u00adopération", ["co\u00adopération"]),
    ],
)
def test_french_words(text: str, words: list[str]) -> None:
    assert [" ".join(part.text for part in found.parts) for found in compounds(text, "fr")] == words


def test_italian_elisions_are_italian() -> None:
    assert [len(found.parts) for found in compounds("dell'università", "it")] == [1]
    assert [len(found.parts) for found in compounds("dell'università", "en")] == [2]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("Ñandú", "nandu"),
        ("أُسْتَاذَة", "استاذه"),
        ("إدارى", "اداري"),
        ("مـــدرسة", "مدرسه"),
        ("٢٠٢٦", "2026"),
        ("co\u00adopération", "cooperation"),
        ("’", ""),
    ],
)
def test_folding(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_both_stems_where_an_accent_decides() -> None:
    careful, careless = forms("congrès", "fr"), forms("congres", "fr")
    assert careful is not None
    assert careless is not None
    assert {careful.stem, *careful.others} >= {careless.stem}


def test_arabic_prefixes_do_not_change_a_words_place_in_a_phrase() -> None:
    stems = {
        found.stem for word in ("مدرسة", "المدرسة", "والمدرسة", "وبالمدرسة") if (found := forms(word, "ar"))
    }
    assert len(stems) == 1


def test_stemming_is_safe_in_threads() -> None:
    words = [f"formation{letter}s" for letter in "abcdefghijklmnopqrstuvwxyz"]
    expected = [forms.__wrapped__(word, "fr") for word in words]
    wrong: list[object] = []

    def stem() -> None:
        for _ in range(20):
            wrong.extend(
                word
                for word, form in zip(words, expected, strict=True)
                if forms.__wrapped__(word, "fr") != form
            )

    threads = [threading.Thread(target=stem) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_stop_words_are_folded() -> None:
    assert is_stop_word("tres", "fr")
    assert is_stop_word("fur", "de")
    assert is_stop_word("علي", "ar")
    assert not is_stop_word("ete", "fr")
    assert not is_stop_word("the", "sv")


def distance(left: str, right: str, limit: int) -> int:
    """As `nearest` counts."""
    return OSA.distance(left, right, score_cutoff=limit)


@pytest.mark.parametrize(
    ("left", "right", "errors"),
    [
        ("école", "école", 0),
        ("ecole", "ecle", 1),
        ("ecole", "ceole", 1),
        ("ecole", "ecxlx", 2),
        ("ab", "abcd", 2),
    ],
)
def test_distance(left: str, right: str, errors: int) -> None:
    assert distance(left, right, 2) == errors
    assert distance(right, left, 2) == errors


def test_distance_stops_counting() -> None:
    assert distance("formation", "robotique", 2) == 3
    assert distance("a", "abcdef", 2) == 3


def test_nearest() -> None:
    assert nearest("eduction", ["reduction", "education", "robotique"]) == ["education", "reduction"]
    assert nearest("ia", ["ib"]) == []


def test_letters_that_changed_places_are_one_error_and_the_word_itself_is_no_correction() -> None:
    assert nearest("ceole", ["ecole", "ceole", "sol"]) == ["ecole"]
    assert nearest("ecoel", ["ecule"]) == []


def test_weights_fall_from_title_to_body() -> None:
    assert ranking.TITLE > ranking.SUMMARY > ranking.BODY
    assert [ranking.words_needed(count) for count in (1, 2, 3, 5, 10)] == [1, 1, 2, 3, 6]


def test_the_engine_follows_the_settings(settings: Settings) -> None:
    settings.FEDCMS_SEARCH_URL = ""
    assert isinstance(get_engine(), SQLiteEngine | PostgreSQLEngine)
    assert isinstance(get_engine(), SearchEngine)
    assert get_engine() is get_engine()
    settings.FEDCMS_SEARCH_URL = "https://search.example:9200"
    assert isinstance(get_engine(), FallbackEngine)
    assert isinstance(get_engine(), SearchEngine)
    assert get_engine() is get_engine()
    settings.FEDCMS_SEARCH_URL = "ftp://x"
    with pytest.raises(ImproperlyConfigured, match="Elasticsearch"):
        get_engine()


class Clock:
    """Seconds that pass when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_server_that_fails_is_asked_again_by_one_caller_after_each_pause() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    gone = SearchUnavailable("gone")
    ticket = breaker.ticket()
    for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE):
        assert ticket is not None
        # Several that waited at once are one failure.
        for _ in range(4):
            breaker.failed(ticket, gone)
        clock.now += pause - 0.1
        assert breaker.ticket() is None
        clock.now += 0.2
        ticket = breaker.ticket()
        assert breaker.ticket() is None
    for _ in range(20):
        assert ticket is not None
        breaker.failed(ticket, gone)
        clock.now += LONGEST_PAUSE
        ticket = breaker.ticket()
    # An answer to a question of before the failures says nothing of now.
    breaker.succeeded(0)
    assert breaker.ticket() is None
    assert ticket is not None
    breaker.succeeded(ticket)
    assert [breaker.ticket(), breaker.ticket()] == [0, 0]


class Broken:
    """An engine that does nothing but refuse."""

    name = "broken"

    def __init__(self, error: SearchUnavailable) -> None:
        self.error = error
        self.asked = 0

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        self.asked += 1
        raise self.error


class Answering(Broken):
    """An engine that finds nothing."""

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        self.asked += 1
        return SearchResult((), 0, {})


@pytest.mark.parametrize(
    ("error", "asked"), [(SearchUnavailable("gone"), 1), (QuestionRefused("too much"), 3)]
)
def test_a_refused_question_is_no_reason_to_leave_the_server(error: SearchUnavailable, asked: int) -> None:
    server, database = Broken(error), Answering(error)
    engine = FallbackEngine(cast(SearchEngine, server), cast(SearchEngine, database))
    request = SearchRequest("x", "fr", datetime.now(UTC))
    assert [engine.search("i", request).stands_in for _ in range(3)] == [True, True, True]
    assert (server.asked, database.asked) == (asked, 3)


def test_a_server_that_lags_behind_is_not_asked() -> None:
    server, database = Answering(SearchUnavailable()), Answering(SearchUnavailable())
    engine = FallbackEngine(cast(SearchEngine, server), cast(SearchEngine, database))
    engine.is_current = lambda: False
    request = SearchRequest("x", "fr", datetime.now(UTC))
    assert engine.search("i", request).stands_in
    engine.is_current = lambda: True
    assert not engine.search("i", request).stands_in
    assert (server.asked, database.asked) == (1, 1)
