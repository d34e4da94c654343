"""A search server where the embedder changes, or disagrees between processes: words are found, nothing is stale."""

import os
from dataclasses import replace

import pytest
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import BadRequestError
from elasticsearch.client import IndicesClient
from pytest_django import Settings

from search.engines import ElasticsearchEngine, get_server_engine
from search.entries.outbox_thread import OutboxThread
from search.maintenance.consistency import differences
from search.meaning.embedding import Embedding
from search.models import SearchEntry

from ..conftest import SERVER, feed
from .small_server import SmallServer
from .test_found_by_meaning import answer, write
from .test_vectors_on_a_server import INDEX, SPACE, comparing_server, made_up

__all__ = ["comparing_server"]

META = ApiResponseMeta(400, "1.1", HttpHeaders(), 0.0, NodeConfig("http", "localhost", 9200))
pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def test_an_index_of_an_earlier_embedder_is_not_taken_up_again(
    embedder_server: SmallServer, search_server: ElasticsearchEngine, settings: Settings
) -> None:
    """None, one, none, one again: each time the server answers, with words as they are, and there is one index."""
    SearchEntry.objects.all().delete()
    write("page-1", "Le secret", "Un secret")
    chosen, model = settings.FEDCMS_EMBEDDER, settings.FEDCMS_EMBEDDER_MODEL
    for embedder, name, word in (
        ("", "", "secret"),
        (chosen, model, "public"),
        ("", "", "secret"),
        (chosen, "another", "ouvert"),
        (chosen, model, "clair"),
    ):
        settings.FEDCMS_EMBEDDER, settings.FEDCMS_EMBEDDER_MODEL = embedder, name
        entry = SearchEntry.objects.get(key="page-1")
        entry.delete()
        write("page-1", f"Le {word}", f"Un {word}")
        found = answer(word)
        assert ([hit["title"] for hit in found["results"]], found["total"]) == ([f"Le {word}"], 1)  # type: ignore[union-attr]
        OutboxThread().run()
        if embedder:
            Embedding().run()
        feed()
        server = get_server_engine()
        assert server is not None
        assert server.has_vectors("federation")
        assert len(server._physical("federation", server._pattern("federation"))) == 1
        assert [told for told in differences() if "server" in told] == []
        for old in {"secret", "public", "ouvert", "clair"} - {word}:
            # What is near stands there with its own words.
            assert old not in str(answer(old)["results"])


def test_processes_that_disagree_all_find_words(comparing_server: ElasticsearchEngine) -> None:
    """Whoever delivers a change, with vectors or without; the vector of one's own model is never another's."""
    url, prefix = os.environ[SERVER], comparing_server._prefix
    without = ElasticsearchEngine(url, prefix=prefix, timeout=30)
    other = ElasticsearchEngine(url, prefix=prefix, timeout=30, space=replace(SPACE, model="another"))
    documents = made_up()[:5]
    for writer in (comparing_server, without, other):
        writer.index(INDEX, documents)
        for reader in (comparing_server, without, other):
            assert len(list(reader.ids(INDEX))) == 5
            assert reader.is_ready(INDEX)
        compared = comparing_server.neighbourhoods(INDEX, bytes([1] * 24), 9)
        assert compared.keys() == ({"fr"} if writer is comparing_server else set())
        assert other.neighbourhoods(INDEX, bytes([1] * 24), 9) == {}
    assert len(list(comparing_server.differences(INDEX, documents))) == 5


def test_a_server_that_refuses_vectors_gets_the_words(
    comparing_server: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vector without direction, then the mapping itself."""
    good, bad = made_up()[:2]
    assert bad.vector
    bad = replace(bad, vector=replace(bad.vector, numbers=bytes(24)))
    comparing_server.rebuild(INDEX, [good, bad])
    assert len(list(comparing_server.ids(INDEX))) == 2
    assert comparing_server.neighbourhoods(INDEX, bytes([1] * 24), 9)["fr"].count == 1
    assert list(comparing_server.differences(INDEX, [good, bad])) == []
    create = IndicesClient.create

    def refuse(client: IndicesClient, **body: object) -> object:
        if "dense_vector" in str(body["mappings"]):
            raise BadRequestError("no handler for type [dense_vector]", META, {})
        return create(client, **body)  # type: ignore[arg-type]

    monkeypatch.setattr(IndicesClient, "create", refuse)
    comparing_server.rebuild(INDEX, [good, bad])
    assert comparing_server.is_ready(INDEX)
    assert not comparing_server.has_vectors(INDEX)
    assert len(list(comparing_server.ids(INDEX))) == 2
    assert list(comparing_server.differences(INDEX, [good, bad])) == []
