"""The engines that the contract is asked of: the database's always, Elasticsearch where a server is given."""

import os
from collections.abc import Iterator

import pytest

from search.engines import ElasticsearchEngine, SearchEngine, get_database_engine

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
