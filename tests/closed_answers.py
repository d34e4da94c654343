"""Closes the answers of the test client that were not read to their end, as an archive's is by a reader who leaves."""

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase


def close_answer(response: HttpResponseBase) -> None:
    """Closes an answer, and leaves the connection of the test open: PostgreSQL's would be lost with what it wrote."""
    # Half read, the test client closes it, and listens again: so before this does.
    read = getattr(response, "_iterator", None)
    if read is not None:
        read.close()
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
