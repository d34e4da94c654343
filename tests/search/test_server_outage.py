"""A search server that dies or hangs while visitors ask: no page fails, and nothing is run by hand afterwards."""

import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import Settings
from urllib3.exceptions import ReadTimeoutError

from search.engines import FallbackEngine, SearchRequest, SearchUnavailable, get_engine, get_server_engine
from search.engines.breaker import LONGEST_PAUSE, CircuitBreaker
from search.entries.outbox_thread import OutboxThread
from search.maintenance.consistency import differences
from search.models import IndexChange
from tests.factories import make_article, make_cluster

from .conftest import feed
from .own_server import SCRIPTS, OwnServer, counting_way
from .test_server import WORD, answer, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

STAND_IN = "Résultats du moteur de secours"
TIMEOUT = 0.3
"""Seconds that a question may cost: what the site promises at most."""


@pytest.fixture
def own_server(tmp_path: Path, settings: Settings) -> Iterator[OwnServer]:
    """A server that a test may kill; the site asks it, and has all the time in the world."""
    if not (SCRIPTS / "start").exists() or not shutil.which("mvn"):
        pytest.skip("There is no server to kill")
    server = OwnServer(tmp_path)
    server.start()
    settings.FEDCMS_SEARCH_URL = server.url
    settings.FEDCMS_SEARCH_TIMEOUT = 20.0
    settings.FEDCMS_SEARCH_PREFIX = "killed"
    yield server
    server.end()


def visit() -> str:
    """The text of the page of results, which is always served."""
    response = Client().get("/fr/search/", {"q": WORD})
    assert response.status_code == 200
    return strip_tags(response.content.decode())


def test_a_server_killed_under_load_fails_no_page_and_comes_back_by_itself(
    own_server: OwnServer, federation: object
) -> None:
    server = get_server_engine()
    assert server is not None
    feeder = OutboxThread()
    feeder.run()
    cluster = make_cluster("found", "FOU")
    make_article(cluster, title=f"Le {WORD}")
    feed()
    assert answer() == ([f"Le {WORD}"], False)

    visits = 0
    stop = False

    def load() -> None:
        """Others who ask the server all the time, whatever it says."""
        while not stop:
            with suppress(SearchUnavailable):
                server.search("federation", SearchRequest(WORD, "fr", timezone.now(), facets=("kind",)))

    def kill() -> None:
        """In the midst of the visits, and so of a question."""
        wait_until(lambda: visits >= 5)
        own_server.send(signal.SIGKILL)

    others = [Thread(target=load), Thread(target=load), Thread(target=kill)]
    for thread in others:
        thread.start()
    while visits < 20 or others[-1].is_alive():
        assert f"Le {WORD}" in visit()
        visits += 1
    stop = True
    for thread in others:
        thread.join()
    assert STAND_IN in visit()
    # Meanwhile the site goes on, and what is published is found.
    make_article(cluster, title=f"Un {WORD} de plus")
    assert sorted(answer()[0]) == [f"Le {WORD}", f"Un {WORD} de plus"]
    feeder.run()
    assert IndexChange.objects.waiting().exists()

    own_server.start()
    feeder._next_try = feeder._next_look = 0.0  # instead of waiting for the pause to pass
    feeder.run()
    feed()
    assert not IndexChange.objects.waiting().exists()
    assert differences() == []
    wait_until(lambda: not answer()[1])
    assert sorted(answer()[0]) == [f"Le {WORD}", f"Un {WORD} de plus"]


class Record(CircuitBreaker):
    """The site's breaker, by a clock that stands still until it is moved: a slow machine lets no pause pass."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        super().__init__(lambda: self.seconds)
        self.seconds = 0.0
        self.errors: list[Exception] = []

    def failed(self, ticket: int, error: Exception) -> None:
        """Keeps the error."""
        self.errors.append(error)
        super().failed(ticket, error)

    def last_deadline(self) -> float:
        """After how many seconds without a byte the site gave up the question that failed last."""
        cause: BaseException | None = self.errors[-1]
        while cause is not None and not isinstance(cause, ReadTimeoutError):
            cause = cause.__cause__ or cause.__context__
        (seconds,) = re.findall(r"read timeout=([\d.]+)", str(cause))
        return float(seconds)


def test_a_server_that_hangs_costs_one_visitor_one_time_out_and_comes_back_by_itself(
    own_server: OwnServer, federation: object, settings: Settings
) -> None:
    """Stopped, it still takes connections and questions, and answers nothing: worse than one that is dead."""
    feeder = OutboxThread()
    feeder.run()
    cluster = make_cluster("found", "FOU")
    make_article(cluster, title=f"Le {WORD}")
    feed()
    with counting_way(own_server) as way:
        settings.FEDCMS_SEARCH_URL = way.url
        settings.FEDCMS_SEARCH_TIMEOUT = TIMEOUT
        engine, breaker = get_engine(), Record()
        assert isinstance(engine, FallbackEngine)
        engine._breaker = breaker

        def moves_on_until_the_server_answers() -> bool:
            breaker.seconds += LONGEST_PAUSE
            return answer() == ([f"Le {WORD}"], False)

        wait_until(moves_on_until_the_server_answers)
        own_server.send(signal.SIGSTOP)
        way.searches = way.bytes_back = 0
        page = visit()
        assert f"Le {WORD}" in page
        assert STAND_IN in page
        # Given up by the site's own deadline, and by no answer of the server's.
        assert (way.searches, way.bytes_back) == (1, 0)
        assert 0 < breaker.last_deadline() <= TIMEOUT

        # Nobody else waits: no question leaves any more, of whatever kind.
        make_article(cluster, title=f"Un {WORD} de plus")
        for _ in range(5):
            assert f"Un {WORD} de plus" in visit()
            assert sorted(answer()[0]) == [f"Le {WORD}", f"Un {WORD} de plus"]
            suggested = Client().get("/api/search/suggestions/", {"q": WORD, "locale": "fr"})
            assert f"Un {WORD} de plus" in suggested.content.decode()
        assert way.searches == 1
        # After the pause one tries, and the next one does not.
        breaker.seconds += LONGEST_PAUSE
        for _ in range(3):
            assert STAND_IN in visit()
        assert (way.searches, way.bytes_back) == (2, 0)

        own_server.send(signal.SIGCONT)
        feeder._next_try = feeder._next_look = 0.0  # instead of waiting for the pause to pass
        feeder.run()
        feed()
        assert differences() == []

        def is_used_again() -> bool:
            breaker.seconds += LONGEST_PAUSE
            return not answer()[1]

        wait_until(is_used_again)
        assert sorted(answer()[0]) == [f"Le {WORD}", f"Un {WORD} de plus"]
