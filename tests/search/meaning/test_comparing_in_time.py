"""A search server that compares vectors delays no page longer than meaning may, and costs no words when it fails."""

import threading
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search.engines import FallbackEngine, SearchUnavailable, get_database_engine
from search.engines.documents import SearchRequest, SearchResult
from search.engines.vector_space import Neighbourhood
from search.meaning import asking, nearest
from search.meaning.embedding import Embedding
from search.models import SearchEntry

from .small_server import SmallServer
from .test_found_by_meaning import titles, write

pytestmark = pytest.mark.django_db

FOUND = {"fr": Neighbourhood(((7, 0.9),), 1, 0.9, 0.0)}


class Comparing:
    """A search server that answers words and compares vectors, as `error` and `hangs` say."""

    name = "comparing"

    def __init__(self) -> None:
        """Answers that one entry is near."""
        self.asked = 0
        self.words = 0
        self.error: Exception | None = None
        self.hangs = False
        self.let_go = threading.Event()

    def neighbourhoods(self, index: str, vector: bytes, number: int) -> dict[str, Neighbourhood]:
        """What `error` says, or the answer."""
        self.asked += 1
        if self.hangs:
            self.let_go.wait(20)
        if self.error:
            raise self.error
        return FOUND

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """The database's answer; when the server hangs, none after a time-out of 0.25 seconds."""
        self.words += 1
        if self.hangs:
            time.sleep(0.25)
            raise SearchUnavailable("hangs")
        return get_database_engine().search(index, request)

    def set_thesaurus(self, concepts: object) -> None:
        """Has none."""


@pytest.fixture
def server(
    embedder_server: SmallServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[Comparing]:
    """The site with such a server."""
    made = Comparing()
    engine = FallbackEngine(made, get_database_engine())  # type: ignore[arg-type]
    monkeypatch.setattr(nearest, "get_engine", lambda: engine)
    monkeypatch.setattr("search.public.results.get_engine", lambda: engine)
    yield made
    made.let_go.set()


def near(text: str = "vélo") -> dict[str, Neighbourhood]:
    """What the server says of what was typed."""
    question = asking.ask_for_vector(text)
    assert question.vector()
    return dict(question.near())


def breakers() -> tuple[bool, bool]:
    """Whether the server is left alone for words, for vectors."""
    engine = nearest.get_engine()
    assert isinstance(engine, FallbackEngine)
    return engine._breaker.is_open, engine._vector_breaker.is_open


@pytest.mark.parametrize("error", [SearchUnavailable("slow"), KeyError("hits")])
def test_a_server_that_does_not_compare_is_left_alone_and_words_go_on(
    server: Comparing, error: Exception
) -> None:
    """Whatever is wrong with its answer; it is asked for no vectors for a while, and for words all the same."""
    assert near() == near() == FOUND
    server.error = error
    assert [near() for _ in range(3)] == [{}, {}, {}]
    assert server.asked == 3
    assert breakers() == (False, True)


def test_a_server_that_does_not_answer_or_lags_is_asked_for_no_vectors(server: Comparing) -> None:
    """Who has waited for the words' time-out does not wait for another."""
    engine = nearest.get_engine()
    assert isinstance(engine, FallbackEngine)
    engine.is_current = lambda: False
    assert near() == {}
    engine.is_current = lambda: True
    engine._breaker.failed(0, SearchUnavailable("dead"))
    assert near() == {}
    assert server.asked == 0


@pytest.mark.parametrize("is_known", [False, True])
def test_a_server_that_hangs_over_vectors_delays_a_page_once_and_by_little(
    server: Comparing, settings: Settings, is_known: bool
) -> None:
    """The model and the comparison have one time-out together, from the question on."""
    if is_known:
        assert near() == FOUND
    server.hangs = True
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.2
    asked = server.asked
    start = time.monotonic()
    assert near() == {}
    assert 0.1 < time.monotonic() - start < 0.35
    assert breakers() == (False, True)
    start = time.monotonic()
    assert near() == {}
    assert time.monotonic() - start < 0.15
    assert server.asked == asked + 1


def test_a_later_page_of_a_server_that_hangs_waits_for_it_once(
    server: Comparing, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, which has come meanwhile, and the database answer: the same pages, each result once."""
    SearchEntry.objects.all().delete()
    get_database_engine().rebuild(settings.FEDCMS_SEARCH_INDEX, [])
    for number in range(25):
        write(f"page-8{number:02}", f"Teclado usado {number}", "usado")
    Embedding().run()
    with monkeypatch.context() as without_file:
        without_file.setattr(nearest, "open_file", lambda *_space: None)
        seen = titles("teclado")
    asked = server.asked
    assert asked
    server.hangs = True
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    for page in ("2", "3"):
        seen += titles("teclado", page=page)
    assert len(seen) == len(set(seen)) == 25
    # Of what is near, nobody asks a server where the file is.
    assert (server.asked, breakers()) == (asked, (True, False))
    words = server.words
    assert titles("teclado")
    assert (server.asked, server.words) == (asked, words)
