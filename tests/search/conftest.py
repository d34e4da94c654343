"""The engines that the contract is asked of: the database's always, Elasticsearch where a server is given."""

import os
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search import thesaurus
from search.engines import ElasticsearchEngine, SearchEngine, get_database_engine, get_server_engine
from search.entries import outbox

from .test_engines_corpus import DOCUMENTS, INDEX

SERVER = "FEDCMS_TEST_ELASTICSEARCH"
"""Names the environment variable with the address of a server (bin/with-elasticsearch)."""


def elasticsearch_engine(timeout: float = 30) -> ElasticsearchEngine:
    """The engine on the server for tests, with names of this process's own. Skips the test without a server."""
    url = os.environ.get(SERVER)
    if not url:
        pytest.skip(f"{SERVER} names no server")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return ElasticsearchEngine(url, prefix=f"test-{worker}-{os.getpid()}", timeout=timeout)


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def bare_engine(request: pytest.FixtureRequest, db: None) -> Iterator[SearchEngine]:
    """Each engine in turn, without any index of ours."""
    if request.param == "database":
        chosen = get_database_engine()
        yield chosen
        chosen.set_thesaurus(())
        thesaurus.forget(chosen)
        return
    server = elasticsearch_engine()
    names = (INDEX, "scratch", "anything", "missing")
    for name in names:
        server.drop(name)
    yield server
    for name in names:
        server.drop(name)


@pytest.fixture
def engine(bare_engine: SearchEngine) -> SearchEngine:
    """Each engine in turn, with the documents of the contract."""
    bare_engine.create(INDEX)
    bare_engine.index(INDEX, DOCUMENTS)
    return bare_engine


@pytest.fixture
def database_engine(db: None) -> Iterator[SearchEngine]:
    """The database's engine alone, with the documents of the contract."""
    chosen = get_database_engine()
    chosen.create(INDEX)
    chosen.index(INDEX, DOCUMENTS)
    yield chosen
    chosen.set_thesaurus(())
    thesaurus.forget(chosen)


@pytest.fixture
def search_server(settings: Settings, db: None) -> Iterator[ElasticsearchEngine]:
    """The site with a search server that has an empty index."""
    if not os.environ.get(SERVER):
        pytest.skip(f"{SERVER} names no server")
    settings.FEDCMS_SEARCH_URL = os.environ[SERVER]
    settings.FEDCMS_SEARCH_PREFIX = f"site-{os.getpid()}"
    # A busy machine is no defect.
    settings.FEDCMS_SEARCH_TIMEOUT = 20.0
    engine = get_server_engine()
    assert engine is not None
    engine.drop(settings.FEDCMS_SEARCH_INDEX)
    outbox.rebuild_server(engine)
    yield engine
    engine.drop(settings.FEDCMS_SEARCH_INDEX)


def feed() -> None:
    """What the worker does with a search server, if there is one, and the second until it is found."""
    server = get_server_engine()
    if server is not None:
        while outbox.deliver(server):
            pass
        server._patient.indices.refresh(index="_all")  # instead of waiting for it


@pytest.fixture(params=["database", pytest.param("server", marks=pytest.mark.elasticsearch)])
def searched_by(request: pytest.FixtureRequest) -> str:
    """The site searches in its database, then on a server."""
    if request.param == "server":
        request.getfixturevalue("search_server")
    return str(request.param)
