"""Counts searches by people, and the first result that they open.

Nothing of the request is stored. Its headers are only read to tell people from programs.
"""

import secrets
import threading
from collections import OrderedDict
from hashlib import blake2b

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from fedcms.core.http.robots import is_person
from search.engines.documents import SearchRequest, Sort
from search.models import PromotedResult, SearchEntry
from search.statistics.buffer import buffer
from search.statistics.counted_words import counted_words

CLICK_SECONDS = 3_600
"""How long after a search its first click still counts."""
MAX_REMEMBERED = 10_000

_SALT = "search.statistics.click"


def count_search(request: HttpRequest, search: SearchRequest, *, total: int, relaxed: bool) -> str:
    """Counts a search; returns the token with which its first click may be counted, "" when it does not count.

    Only the first page of an unfiltered search by relevance counts: filters, sorting and further pages show the same
    search again. `total` is the number of results; `relaxed` means that they lack some of its words.
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
    # The random part makes each token unique, so that it counts once; it is stored nowhere but in the page.
    return signing.dumps([words, search.language, secrets.token_urlsafe(6)], salt=_SALT, compress=False)


class _Used:
    """The tokens that were used in the last hour: their digests, in this process's memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._digests: OrderedDict[bytes, None] = OrderedDict()

    def take(self, token: str) -> bool:
        """Marks a token as used; returns False when it was used before."""
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
    """Counts the first result opened of the search that `token` belongs to; returns whether it did. One query.

    `key` must name a result that is visible now, so that a token cannot count what does not exist.
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
    """Returns whether a key names an entry, or a promoted address, that anybody may see now."""
    now = timezone.now()
    name, _dash, number = key.partition("-")
    if name == "link":
        return (
            number.isdecimal()
            and len(number) < 19
            and PromotedResult.objects.visible(now).filter(pk=int(number), page=None).exists()
        )
    return SearchEntry.objects.visible(now).filter(key=key[:80]).exists()
