"""Limits the time that all requests for one search take together."""

import time

from django_guid.context import guid
from elasticsearch import Elasticsearch

from search.engines.errors import SearchUnavailable

# Seconds. With less time left, no request is sent: no answer would come in time.
_LEAST_SECONDS = 0.005


class TimeIsUpError(SearchUnavailable):
    """Raised when the earlier requests of a search have used up all the time that it may take."""


class Deadline:
    """The moment by which a search must be answered; its requests share the time. It starts when it is created."""

    def __init__(self, client: Elasticsearch, seconds: float) -> None:
        """Sets the deadline `seconds` from now."""
        self._client = client
        self._end = time.monotonic() + seconds

    def client(self) -> Elasticsearch:
        """Returns a client whose next request ends at the deadline. Raises `TimeIsUpError` when it has passed."""
        left = self._end - time.monotonic()
        if left < _LEAST_SECONDS:
            raise TimeIsUpError("The search server took too long.")
        # The server's slow log names the request that asked: https://www.elastic.co/docs/api (X-Opaque-Id).
        request_id = guid.get()
        return self._client.options(request_timeout=left, **({"opaque_id": request_id} if request_id else {}))
