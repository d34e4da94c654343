"""Says on a kept page that the database is away, so that nothing newer can be shown."""

import gzip
import re
from functools import lru_cache

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import http_date

from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.page_cache.kept_answer import KeptAnswer
from fedcms.core.page_cache.proxies import let_nobody_hold

KEPT_SINCE = "X-Kept-Since"
"""Header of an answer of an earlier moment: a browser does not keep it to be read offline, nor erases what it has,
which is shown again once the site has said that it may stay."""
_MAIN = re.compile(rb"<main\b[^>]*>")
_OF_THE_FULL_ANSWER = frozenset({"etag", "last-modified", "content-length", "cache-control"})
_LEVEL = 6
_MOST = 128
"""Bodies with the notice that a process keeps: else each answer is packed anew, just when the machine is short."""


def with_notice(kept: KeptAnswer, language: str) -> HttpResponse:
    """Returns a kept page with the notice at its beginning, a feed or calendar as it is: no shared cache holds them."""
    body = _body_with_notice(kept, language)
    if body is None:
        whole = HttpResponse(kept.body, headers=dict(kept.headers))
        let_nobody_hold(whole)
        return whole
    own = {name: value for name, value in kept.headers if name.lower() not in _OF_THE_FULL_ANSWER}
    answer = HttpResponse(body, headers=own)
    # Without the seconds of shared caches, which would go on with it afterwards. Browsers keep their copies (ADR 0080).
    answer["Cache-Control"] = PUBLIC
    answer[KEPT_SINCE] = http_date(kept.since.timestamp())
    answer["Content-Length"] = str(len(answer.content))
    return answer


@lru_cache(_MOST)
def _body_with_notice(kept: KeptAnswer, language: str) -> bytes | None:
    """Returns the body, packed as the kept one is; None of what is no page."""
    headers = {name.lower(): value for name, value in kept.headers}
    is_packed = headers.get("content-encoding") == "gzip"
    body = gzip.decompress(kept.body) if is_packed else kept.body
    main = _MAIN.search(body)
    if main is None or not headers.get("content-type", "").startswith("text/html"):
        return None
    with translation.override(language):
        notice = render_to_string("components/kept_notice.html", {"kept_at": kept.since}).encode()
    whole = body[: main.end()] + notice + body[main.end() :]
    return gzip.compress(whole, _LEVEL) if is_packed else whole
