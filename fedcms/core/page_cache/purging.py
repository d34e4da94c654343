"""Tells proxies which tags were dropped, in the worker: each note twice, and again until every proxy took it."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import urllib3
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from urllib3.exceptions import HTTPError

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache.drops import BY_WORKER, KEPT
from fedcms.core.page_cache.proxies import word_of
from fedcms.core.page_cache.store import EVERYTHING

METHOD, HEADER = "BAN", "X-Fedcms-Tags"
EVERY_PAGE = ".*"
AGAIN = timedelta(seconds=10)
"""After so long a note is told a second time: an answer that was on its way to the proxy at the first is there now.

Processes that read no notes for four seconds (`proxies.LONGEST_SINCE_LOOK`) let nobody hold what they answer.
"""
TWICE = 2
MOST_NOTES, MOST_WORDS = 500, 100
LONGEST_PAUSE = 30.0
_LATE = timedelta(minutes=2)
_TIMEOUT = urllib3.Timeout(connect=1.0, read=2.0)

logger = logging.getLogger("fedcms.page_cache")


@dataclass
class Proxy:
    """One that is told, and when it may be told again."""

    url: str
    failures: int = 0
    not_before: float = float("-inf")
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=1))

    def tell(self, words: str) -> bool:
        """Says which pages to drop; returns whether it will."""
        try:
            answer = self.pool.request(
                METHOD, self.url, headers={HEADER: words}, timeout=_TIMEOUT, retries=False, redirect=False
            )
        except (HTTPError, OSError) as error:
            said = type(error).__name__
        else:
            if answer.status in range(200, 300):
                if self.failures:
                    logger.warning("The proxy %s drops pages again.", self.url)
                self.failures = 0
                return True
            said = str(answer.status)
        if not self.failures:
            logger.warning("The proxy %s does not drop pages (%s): it is told again.", self.url, said)
        self.failures += 1
        self.not_before = time.monotonic() + min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        return False


_proxies: dict[str, Proxy] = {}


def tell_proxies() -> int:
    """Tells each proxy of the notes that are due; returns how many notes all of them took.

    Safe to repeat and to be killed: a note counts once all took it, and to drop a page twice is the same. What is older
    than any copy (`KEPT`) is not told.
    """
    urls = settings.FEDCMS_PURGE_URLS
    if not urls:
        return 0
    now = timezone.now()
    due = Q(told=0) | Q(told__lt=TWICE, told_at__lte=now - AGAIN)
    rows = DroppedTags.objects.filter(due, noted_at__gt=now - KEPT).exclude(tags=BY_WORKER).order_by("pk")
    notes = dict(rows.values_list("pk", "tags")[:MOST_NOTES])
    if not notes:
        return 0
    batches = list(_batches({tag for tags in notes.values() for tag in tags.split(" ")}))
    # Each is told, also after one that failed.
    took = [_told(_proxies.setdefault(url, Proxy(url)), batches) for url in urls]
    if not all(took):
        return 0
    told_at = timezone.now()
    DroppedTags.objects.filter(pk__in=notes).filter(due).update(told=F("told") + 1, told_at=told_at)
    return len(notes)


def is_nobody_told() -> bool:
    """Returns whether notes wait for minutes to be told: the worker lacks the addresses, or a proxy does not answer."""
    now = timezone.now()
    late = DroppedTags.objects.filter(told=0, noted_at__range=(now - KEPT, now - _LATE)).exclude(
        tags=BY_WORKER
    )
    return bool(settings.FEDCMS_PURGE_URLS) and late.exists()


def _told(proxy: Proxy, batches: Iterable[str]) -> bool:
    return time.monotonic() >= proxy.not_before and all(map(proxy.tell, batches))


def _batches(tags: set[str]) -> Iterable[str]:
    if EVERYTHING in tags:
        yield EVERY_PAGE
        return
    words = sorted(map(word_of, tags))
    for start in range(0, len(words), MOST_WORDS):
        yield "|".join(words[start : start + MOST_WORDS])
