"""Tells proxies which tags were dropped, in the worker: each note twice, and again until every proxy took it."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
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
MOST_NOTES, MOST_WORDS, MOST_BATCHES = 500, 100, 20
"""A proxy that lacks more drops every page: it was away, and what is withdrawn next must not wait behind the rest."""
LONGEST_PAUSE = 30.0
_LATE = timedelta(minutes=2)
_TIMEOUT = urllib3.Timeout(connect=1.0, read=2.0)

logger = logging.getLogger("fedcms.page_cache")


@dataclass(frozen=True, order=True)
class Telling:
    """How often a note was told, and when last."""

    times: int
    at: datetime

    def is_due(self, now: datetime) -> bool:
        """Returns whether it is to be told now."""
        return self.times == 0 or (self.times < TWICE and self.at <= now - AGAIN)


@dataclass
class Proxy:
    """One that is told, what it was told, and when it may be told again."""

    url: str
    told: dict[int, Telling] = field(default_factory=dict)
    """Of the notes that others wait for: it is not told them anew with these. A worker that begins tells it again."""
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
                    logger.warning("The proxy %s drops pages again.", self._place())
                self.failures = 0
                return True
            said = str(answer.status)
        if not self.failures:
            logger.warning("The proxy %s does not drop pages (%s): it is told again.", self._place(), said)
        self.failures += 1
        self.not_before = time.monotonic() + min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        return False

    def _place(self) -> str:
        """Returns its host and port: the rest of the address may have a secret."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


_proxies: dict[str, Proxy] = {}


def tell_proxies() -> int:
    """Tells each proxy of the notes that it lacks; returns how many notes all of them took.

    Safe to repeat and to be killed: a note counts once all took it, and to drop a page twice is the same. What is older
    than any copy (`KEPT`) is not told.
    """
    proxies = [_proxies.setdefault(url, Proxy(url)) for url in settings.FEDCMS_PURGE_URLS]
    # Who failed comes last: while it is waited for, the others have been told.
    ready = sorted(
        (each for each in proxies if time.monotonic() >= each.not_before), key=lambda each: each.failures
    )
    if not ready:
        return 0
    now = timezone.now()
    counted = {
        pk: Telling(times, at)
        for pk, times, at in _waiting(now).values_list("pk", "told", Coalesce("told_at", "noted_at"))
    }
    for proxy in ready:
        _tell(proxy, counted, now)
    return sum(_count(proxies, counted, times) for times in range(1, TWICE + 1))


def is_nobody_told() -> bool:
    """Returns whether notes wait for minutes to be told: the worker lacks the addresses, or a proxy does not answer."""
    if not settings.FEDCMS_PURGE_URLS:
        return False
    now = timezone.now()
    late = _waiting(now).alias(since=Coalesce("told_at", "noted_at")).filter(since__lt=now - _LATE)
    return late.exists()


def _waiting(now: datetime) -> QuerySet[DroppedTags]:
    """Returns the notes that not all proxies were told twice."""
    return DroppedTags.objects.filter(told__lt=TWICE, noted_at__gt=now - KEPT).exclude(tags=BY_WORKER)


def _tell(proxy: Proxy, counted: Mapping[int, Telling], now: datetime) -> None:
    """Tells one proxy of what it lacks, and remembers what it took."""
    proxy.told = {pk: max(each, proxy.told.get(pk, each)) for pk, each in counted.items()}
    due = {pk: each for pk, each in proxy.told.items() if each.is_due(now)}
    if due and all(map(proxy.tell, _batches(due))):
        told_at = timezone.now()
        proxy.told |= {pk: Telling(each.times + 1, told_at) for pk, each in due.items()}


def _count(proxies: Iterable[Proxy], counted: Mapping[int, Telling], times: int) -> int:
    """Writes which notes all proxies were now told so often; returns how many."""
    nobody = Telling(0, timezone.now())
    told = [
        pk
        for pk, each in counted.items()
        if each.times < times == min(proxy.told.get(pk, nobody).times for proxy in proxies)
    ]
    for start in range(0, len(told), MOST_NOTES):
        rows = DroppedTags.objects.filter(pk__in=told[start : start + MOST_NOTES], told__lt=times)
        rows.update(told=times, told_at=timezone.now())
    return len(told)


def _batches(notes: Iterable[int]) -> Iterable[str]:
    """Returns the words of notes, so many at once as a header holds."""
    pks = list(notes)
    if len(pks) > MOST_NOTES:
        return [EVERY_PAGE]
    rows = DroppedTags.objects.filter(pk__in=pks).values_list("tags", flat=True)
    tags = {tag for row in rows for tag in row.split(" ")}
    if EVERYTHING in tags or len(tags) > MOST_WORDS * MOST_BATCHES:
        return [EVERY_PAGE]
    words = sorted(map(word_of, tags))
    return ["|".join(words[start : start + MOST_WORDS]) for start in range(0, len(words), MOST_WORDS)]
