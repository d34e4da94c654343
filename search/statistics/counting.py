"""Counts a person's searches, and the first result that they open.

Nothing of the request is kept. Its headers are read here to tell people from programs, and forgotten.
"""

import re
import secrets
import threading
from collections import OrderedDict
from hashlib import blake2b

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from search.engines.documents import SearchRequest, Sort
from search.models import PromotedResult, SearchEntry
from search.statistics.buffer import buffer
from search.statistics.counted_words import counted_words

CLICK_SECONDS = 3_600
"""How long after a search its first click counts."""
MAX_REMEMBERED = 10_000

_SALT = "search.statistics.click"
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|monitor|preview|fetch|headless|curl|wget|python|httpx|java/|go-http|okhttp|"
    r"libwww|perl|ruby|php|lighthouse|feed",
    re.IGNORECASE,
)
_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz")


def is_person(request: HttpRequest) -> bool:
    """Whether a browser asks because somebody wants to see the answer: no robot, no HEAD, nothing loaded in advance."""
    agent = request.headers.get("User-Agent", "")
    return bool(
        request.method == "GET"
        # A listing that filters in place asks for the page again: that is to look at the same search.
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and agent
        and not _ROBOT.search(agent)
        and not any("prefetch" in request.headers.get(name, "").lower() for name in _PREFETCH_HEADERS)
    )


def count_search(request: HttpRequest, search: SearchRequest, *, total: int, relaxed: bool) -> str:
    """Counts a search, and returns the token with which its first click may be counted; "" when nothing was counted.

    Only the first page of an unfiltered search by relevance: to filter, sort or turn pages is to look at the same
    search again. `total`: how many results it found; `relaxed`: whether they have a part of its words alone.
    """
    if search.offset or search.filters or search.sort is not Sort.RELEVANCE or not is_person(request):
        return ""
    words = counted_words(search.query, search.language)
    if not words:
        return ""
    buffer.add_search(
        (timezone.localdate(), search.language, words),
        without_result=not total,
        relaxed=relaxed,
    )
    # The random part makes one token countable once; it is stored nowhere but in the page.
    return signing.dumps([words, search.language, secrets.token_urlsafe(6)], salt=_SALT, compress=False)


class _Used:
    """Tokens of the last hour that were used: their digests, in memory, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._digests: OrderedDict[bytes, None] = OrderedDict()

    def take(self, token: str) -> bool:
        """Whether the token was not used yet; it is now."""
        digest = blake2b(token.encode(), digest_size=12).digest()
        with self._lock:
            if digest in self._digests:
                return False
            self._digests[digest] = None
            while len(self._digests) > MAX_REMEMBERED:
                self._digests.popitem(last=False)
        return True


_used = _Used()


def count_click(token: str, key: str) -> bool:
    """Counts the first result opened of the search that `token` was given for. Whether it did.

    `key` is checked against what is visible now: a token opens no door to count what is not there. One query.
    """
    try:
        words, language, _random = signing.loads(token, salt=_SALT, max_age=CLICK_SECONDS)
    except (signing.BadSignature, ValueError):
        return False
    if not _exists(key) or not _used.take(token):
        return False
    buffer.add_click((timezone.localdate(), language, words, key))
    return True


def _exists(key: str) -> bool:
    """Whether a key names an entry or a promoted address that anybody may see now."""
    now = timezone.now()
    name, _dash, number = key.partition("-")
    if name == "link":
        return (
            number.isdecimal()
            and len(number) < 19
            and PromotedResult.objects.visible(now).filter(pk=int(number), page=None).exists()
        )
    return SearchEntry.objects.visible(now).filter(key=key[:80]).exists()
