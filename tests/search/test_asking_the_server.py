"""What a search server says of several searches at once: which of them must be well."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from unittest import mock

import pytest
from elasticsearch import Elasticsearch

from search.engines import SearchEngine, SearchRequest
from search.engines.elasticsearch.asking import several
from search.engines.elasticsearch.deadline import Deadline
from search.engines.errors import QuestionRefused, SearchUnavailable

from .test_engines_corpus import INDEX, NOW, ask

WELL = {"status": 200, "hits": {"hits": []}}
REFUSED = {"status": HTTPStatus.BAD_REQUEST, "error": {"type": "too_many_clauses"}}
BUSY = {"status": HTTPStatus.TOO_MANY_REQUESTS, "error": {"type": "es_rejected_execution_exception"}}


def answered(*responses: object, needed: int | None = None) -> Sequence[object]:
    """What `several` makes of the answers of a server."""
    client = mock.create_autospec(Elasticsearch, instance=True)
    client.options.return_value.msearch.return_value = {"responses": list(responses)}
    return several(Deadline(client, 1), "alias", [], needed=needed)


def test_one_that_fails_fails_all_but_where_it_is_not_needed() -> None:
    assert answered(WELL, WELL) == [WELL, WELL]
    assert answered(WELL, BUSY, needed=1) == [WELL, BUSY]
    for responses in ((WELL, BUSY), (REFUSED, BUSY), (BUSY, REFUSED)):
        with pytest.raises(SearchUnavailable, match=r"rejected|clauses") as failed:
            answered(*responses)
        # A server that is busy is left alone for a while; one that refuses a search is well.
        assert not isinstance(failed.value, QuestionRefused)
    with pytest.raises(QuestionRefused):
        answered(WELL, REFUSED)


@pytest.mark.elasticsearch
@pytest.mark.django_db
@pytest.mark.parametrize("bare_engine", ["elasticsearch"], indirect=True)
def test_a_count_that_fails_fails_no_page(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many have each word is asked with the first page, and again only where the page finds nothing."""
    asked: list[int] = []
    real = Elasticsearch.msearch

    def busy_with_the_last(self: Elasticsearch, **given: Any) -> dict[str, Any]:
        answer = dict(real(self, **given))
        asked.append(len(answer["responses"]))
        return answer | {"responses": [*answer["responses"][:-1], BUSY]}

    monkeypatch.setattr(Elasticsearch, "msearch", busy_with_the_last)
    assert [hit.id for hit in ask(engine, "intelligence artificielle").hits]
    relaxed = engine.search(INDEX, SearchRequest("intelligence trifouillis", "fr", NOW))
    assert relaxed.relaxed
    assert relaxed.hits
    assert set(asked) == {2}
