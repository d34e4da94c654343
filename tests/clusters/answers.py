"""What a person reads in an answer of the admin."""

from typing import TYPE_CHECKING

from django.contrib.messages import get_messages
from django.http import HttpResponse

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def shown_messages(response: "HttpResponse | Answer") -> str:
    """The messages, one after the other."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
