"""Tells shared caches how long they may hold a page, and by which words they find it when it is dropped."""

import base64
import hashlib
import re
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponseBase

from fedcms.core.http.public_answers import is_marked
from fedcms.core.page_cache.store import KeptAnswer, store

HEADER = "Surrogate-Key"
"""For the proxy alone, which takes it out of what readers get."""
LONGEST_HEADER = 3_500
"""Bytes: proxies read headers into buffers of 4 kB and more. A page with more tags is held by nobody."""
LONGEST_SINCE_LOOK = 4.0
"""Seconds. A process that cannot read what was dropped answers with what it keeps; nobody may hold that."""
STALE_WHILE_ASKED, STALE_IN_ERROR = 10, 60
"""Seconds for which a shared cache may give a page that is over while it asks, and while the site does not answer."""
_SHARED = re.compile(r", s-maxage=\d+")


@lru_cache(maxsize=8_192)
def word_of(tag: str) -> str:
    """Returns a tag as eight letters, digits, `-` and `_`: nothing is told by it, and two that are alike drop both."""
    return base64.urlsafe_b64encode(hashlib.blake2b(tag.encode(), digest_size=6).digest()).decode()


def say_how_long(response: HttpResponseBase, kept: KeptAnswer, now: datetime) -> None:
    """Says on an answer that this process keeps how long a shared cache may give it: up to its moment at most.

    So long as the operator says; with what purges (`FEDCMS_PURGE_URLS`), only what can be found by its tags.
    """
    if not is_marked(response):
        return
    control = _SHARED.sub("", response["Cache-Control"])
    # nginx counts whole seconds, and the last one to its end.
    left = int((kept.until - now).total_seconds()) - 1
    seconds = min(settings.FEDCMS_SHARED_CACHE_SECONDS, left)
    if settings.FEDCMS_PURGE_URLS:
        words = " ".join(sorted(map(word_of, kept.tags)))
        if len(words) > LONGEST_HEADER or store.seconds_since_look() > LONGEST_SINCE_LOOK:
            seconds = 0
        elif seconds > 0:
            response[HEADER] = words
    if seconds > 0:
        control += f", s-maxage={seconds}"
        for name, most in (
            ("stale-while-revalidate", STALE_WHILE_ASKED),
            ("stale-if-error", STALE_IN_ERROR),
        ):
            if (stale := min(most, left - seconds)) > 0:
                control += f", {name}={stale}"
    response["Cache-Control"] = control
