"""Sends documents to Elasticsearch in bulk, and tells what became of each."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.engines.documents import Change
from search.engines.elasticsearch.mapping import document_id
from search.engines.elasticsearch.vectors import without_vector, written
from search.engines.errors import SearchUnavailable
from search.engines.vector_space import VectorSpace

# Limits of one bulk request. When the server is busy (429), the request is repeated, after longer and longer pauses.
BULK_DOCUMENTS = 500
_BULK_BYTES = 8 * 2**20
_BULK_RETRIES = 5
_CONFLICT = 409
_NOT_FOUND = 404
_SERVER_ERRORS = 500
_TOO_MANY = 429

Action = dict[str, Any]

logger = logging.getLogger("fedcms.search")


def delivery(change: Change, physical: str, space: VectorSpace | None) -> Action:
    """Returns the action that brings a change to an index, which has vectors of `space`, or ours not."""
    action: Action = {"_index": physical, "version": change.version, "version_type": "external_gte"}
    if change.document is None:
        return {"_op_type": "delete", "_id": document_id(change.id), **action}
    return {"_op_type": "index", **written(change.document, space), **action}


def send(client: Elasticsearch, name: str, actions: Iterable[Action]) -> tuple[set[str], list[str]]:
    """Sends actions; returns the `_id`s that had a newer version already, and what was refused for good, in words.

    What the server refuses with a vector is sent again without: words are not lost over a vector. Raises
    `SearchUnavailable` when the server is too busy or fails.
    """
    late: set[str] = set()
    refused: list[str] = []
    again: list[Action] = []
    under_way: dict[tuple[str, str], Action] = {}

    def remembered() -> Iterator[Action]:
        for action in actions:
            under_way[action["_index"], action["_id"]] = action
            yield action

    answers = streaming_bulk(
        client,
        remembered(),
        chunk_size=BULK_DOCUMENTS,
        max_chunk_bytes=_BULK_BYTES,
        max_retries=_BULK_RETRIES,
        initial_backoff=0.5,
        max_backoff=20,
        raise_on_error=False,
    )
    for ok, answer in answers:
        (details,) = answer.values()
        action = under_way.pop((details.get("_index", ""), details.get("_id", "")), {})
        status = details.get("status", _SERVER_ERRORS)
        if ok or (status == _NOT_FOUND and "delete" in answer):
            continue
        if status == _CONFLICT:
            late.add(details["_id"])
            continue
        reason = f"{details.get('_id')}: {details.get('error', answer)}"
        if status == _TOO_MANY or status >= _SERVER_ERRORS:
            raise SearchUnavailable(f"{name}: {reason}")
        if (words := without_vector(action)) is not None:
            logger.error("The search server refuses a vector, and gets the words alone. %s", reason)
            again.append(words)
        else:
            refused.append(reason)
    if again:
        more_late, more_refused = send(client, name, again)
        return late | more_late, refused + more_refused
    return late, refused
