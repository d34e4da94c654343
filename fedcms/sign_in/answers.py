"""Answers who has tried too often, in words and as programs understand it."""

from django.http import HttpResponseBase

from fedcms.sign_in.attempts import TooManyTries

TOO_MANY = 429


def too_many_response(response: HttpResponseBase, refusal: TooManyTries) -> HttpResponseBase:
    """Returns the response, which says `refusal.words`, with its status and `Retry-After`, in seconds."""
    response.status_code = TOO_MANY
    response["Retry-After"] = str(refusal.seconds)
    return response
