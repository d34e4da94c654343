"""Tells shared caches how long they may hold a page, and by which words they find it when it is dropped."""

import base64
import hashlib
import re
from datetime import datetime
from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.crypto import salted_hmac

from fedcms.core.http.public_answers import is_marked
from fedcms.core.page_cache.kept_answer import KeptAnswer, is_one_of_many
from fedcms.core.page_cache.store import store

HEADER = "Surrogate-Key"
"""For the proxy alone, which takes it out of what readers get."""
LONGEST_HEADER = 3_500
"""Bytes: proxies read headers into buffers of 4 kB and more. A page with more tags is held by nobody."""
LONGEST_SINCE_LOOK = 4.0
"""Seconds. A process that cannot read what was dropped answers with what it keeps; nobody may hold that."""
STALE_WHILE_ASKED, STALE_IN_ERROR = 10, 60
"""Seconds for which a shared cache may give a page that is over while it asks, and while the site does not answer."""
_LENGTH = 9
"""Of a word and the space after it."""
_SHARED = re.compile(r", s-maxage=\d+")


@cache
def _key() -> bytes:
    """Returns what web processes and the worker have alike, and nobody else: tags could be found by trying."""
    return salted_hmac("fedcms.core.page_cache.proxies", "", algorithm="sha256").digest()


@lru_cache(maxsize=20_000)
def word_of(tag: str) -> str:
    """Returns a tag as eight letters, digits, `-` and `_`: nothing is told by it, and two that are alike drop both."""
    digest = hashlib.blake2b(tag.encode(), key=_key(), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()


def let_nobody_hold(response: HttpResponseBase) -> None:
    """Says on an answer for everybody that a shared cache asks each time."""
    if is_marked(response):
        response["Cache-Control"] = _SHARED.sub("", response["Cache-Control"])


def say_how_long(response: HttpResponseBase, key: str, kept: KeptAnswer, now: datetime) -> None:
    """Says on an answer that this process keeps how long a shared cache may give it: up to its moment at most.

    So long as the operator says; with what purges (`FEDCMS_PURGE_URLS`), only what can be found by its tags, and no
    answers with filters: of these there are as many as somebody tries, and each would stand there in place of a page.
    """
    if not is_marked(response):
        return
    let_nobody_hold(response)
    control = response["Cache-Control"]
    # nginx counts whole seconds, and the last one to its end.
    left = int((kept.until - now).total_seconds()) - 1
    seconds = min(settings.FEDCMS_SHARED_CACHE_SECONDS, left)
    if store.is_cut_off or store.seconds_since_look() > LONGEST_SINCE_LOOK:
        seconds = 0
    elif settings.FEDCMS_PURGE_URLS and seconds > 0:
        if is_one_of_many(key, kept) or len(kept.tags) * _LENGTH > LONGEST_HEADER:
            seconds = 0
        else:
            response[HEADER] = " ".join(sorted(map(word_of, kept.tags)))
    if seconds > 0:
        control += f", s-maxage={seconds}"
        for name, most in (
            ("stale-while-revalidate", STALE_WHILE_ASKED),
            ("stale-if-error", STALE_IN_ERROR),
        ):
            if (stale := min(most, left - seconds)) > 0:
                control += f", {name}={stale}"
    response["Cache-Control"] = control
