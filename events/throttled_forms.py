"""Refuses a form of strangers that comes too often from one connection: 429, as it was typed, with how long to wait."""

import math
from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponseBase

from fedcms.core.http.client_throttle import ClientThrottle


def too_often(
    form: Form, throttle: ClientThrottle, words: str, show: Callable[[int], HttpResponseBase]
) -> HttpResponseBase:
    """Returns the form as `show` renders it with a status. `words` have a place for the %(minutes)d to wait."""
    minutes = max(1, math.ceil(throttle.retry_after() / 60))
    form.add_error(None, words % {"minutes": minutes})
    response = show(429)
    response["Retry-After"] = str(minutes * 60)
    return response
