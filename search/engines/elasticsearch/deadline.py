"""One time-out for all requests that a question to Elasticsearch takes."""

import time

from elasticsearch import Elasticsearch

from search.engines.errors import SearchUnavailable

# Less than this is no time for an answer.
_LEAST_SECONDS = 0.005


class TimeIsUpError(SearchUnavailable):
    """What was asked so far has taken all the time that the question may take."""


class Deadline:
    """Hands out the client with the time that is left. Made when a question is asked."""

    def __init__(self, client: Elasticsearch, seconds: float) -> None:
        """`seconds` from now on."""
        self._client = client
        self._end = time.monotonic() + seconds

    def client(self) -> Elasticsearch:
        """The client, whose next request ends with the question's time. Raises `TimeIsUpError`."""
        left = self._end - time.monotonic()
        if left < _LEAST_SECONDS:
            raise TimeIsUpError("The search server took too long.")
        return self._client.options(request_timeout=left)
