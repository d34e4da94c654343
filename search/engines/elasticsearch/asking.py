"""Asks the search server several things with one request."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from search.engines.elasticsearch.deadline import Deadline
from search.engines.errors import QuestionRefused, SearchUnavailable


def ask(deadline: Deadline, alias: str, *bodies: Mapping[str, object]) -> Sequence[Mapping[str, Any]]:
    """Returns the answers to some searches of an alias, in their order.

    Raises the client's errors, and those of `several`.
    """
    if len(bodies) == 1:
        return (deadline.client().search(index=alias, **bodies[0]).body,)  # type: ignore[arg-type]
    return several(deadline, alias, with_headers(bodies))


def with_headers(bodies: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Returns what a multi-search of one alias sends: each body after a header that says nothing."""
    return [part for body in bodies for part in ({}, body)]


def several(
    deadline: Deadline,
    alias: str,
    searches: Sequence[Mapping[str, object]],
    *,
    filter_path: Sequence[str] | None = None,
    needed: int | None = None,
) -> Sequence[Mapping[str, Any]]:
    """Returns the answers to a multi-search, of which each search has a header and a body.

    The server answers the whole as if all were well (https://www.elastic.co/docs/api, multi-search). Raises the
    client's errors; `SearchUnavailable` where one of the first `needed` searches fails (of all, unless told otherwise),
    or `QuestionRefused` where all that fail are refused. Who needs less looks for "error" in the other answers.
    """
    answer = deadline.client().msearch(index=alias, searches=searches, filter_path=filter_path)
    responses: Sequence[Mapping[str, Any]] = answer["responses"]
    if failed := [response for response in responses[:needed] if "error" in response]:
        refused = all(response.get("status") == HTTPStatus.BAD_REQUEST for response in failed)
        raise (QuestionRefused if refused else SearchUnavailable)(f"{alias}: {failed[0]['error']}")
    return responses
