"""Keeps answers of this process by address, and drops those whose tags were noted since: one query reads all notes."""

import logging
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.utils import timezone

from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.models import DroppedTags

EVERYTHING = "*"
MOST_NOTES = 2_000
"""With so many notes to read, all is dropped instead."""
PATIENCE = 15 * 60.0
"""Seconds for which a note may be committed after one with a higher number: longer than any transaction."""
ASLEEP = 3_600.0
"""A process that read no notes for so many seconds drops all: some may have been deleted since."""

logger = logging.getLogger("fedcms.page_cache")


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is sent again."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    tags: frozenset[str]
    since: datetime
    until: datetime

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return len(self.body) + 1_000 + 60 * len(self.tags)


def _notes(*, low: Parameter) -> "QuerySet[DroppedTags, Values]":
    return DroppedTags.objects.filter(pk__gt=low).order_by("pk").values_list("pk", "tags")[: MOST_NOTES + 1]


class PageStore:
    """The answers of a process, in the order of their last use."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.forget_all()

    def forget_all(self) -> None:
        """Drops everything, and what is known of notes."""
        with self._lock:
            self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()
            self._keys: dict[str, set[str]] = {}
            self._bytes = 0
            self._seen: dict[int, float] = {}
            self._low: int | None = None
            self._looked_at = float("-inf")
            self._is_due = True
            # What was dropped lately, by a number that only grows.
            self._number = 0
            self._dropped: deque[tuple[int, frozenset[str]]] = deque(maxlen=MOST_NOTES)

    def __len__(self) -> int:
        return len(self._kept)

    def look_now(self) -> None:
        """Makes the next request read the notes."""
        self._is_due = True

    def number(self) -> int:
        """Returns a number by which `keep` knows what was dropped since."""
        return self._number

    def get(self, key: str) -> KeptAnswer | None:
        """Returns what is kept, and holds at this moment."""
        self.look()
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if not kept.since <= timezone.now() < kept.until:
                self._forget(key)
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: str, answer: KeptAnswer, number: int) -> None:
        """Keeps an answer, unless something that it shows was dropped after `number()` had returned this number."""
        self._is_due = True
        if not self.look():
            return
        with self._lock:
            since = [tags for each, tags in self._dropped if each > number]
            if self._number - number > len(since) or any(_concerns(tags, answer.tags) for tags in since):
                return
            self._forget(key)
            self._kept[key] = answer
            self._bytes += answer.size
            for tag in answer.tags:
                self._keys.setdefault(tag, set()).add(key)
            while self._bytes > settings.FEDCMS_PAGE_CACHE_MB * 1_000_000 and self._kept:
                self._forget(next(iter(self._kept)))

    def look(self) -> bool:
        """Reads the notes if it is time to, and drops what they name; returns False when the database is away."""
        now = time.monotonic()
        if not self._is_due and now - self._looked_at < settings.FEDCMS_PAGE_CACHE_LOOK_SECONDS:
            return True
        # Noted before: while one thread waits for a database that is away, others answer with what is kept.
        looked_at, self._looked_at, self._is_due = self._looked_at, now, False
        try:
            # Numbers given up at a start may be committed yet.
            rows = fetch(_notes, low=self._low if self._low is not None else self._first())
        except (DatabaseError, InterfaceError):
            # Nothing can be changed now either: what is kept holds until its moment.
            return False
        with self._lock:
            if now - looked_at > ASLEEP and self._kept:
                self._drop(frozenset((EVERYTHING,)))
            self._take(rows, now)
        return True

    def _first(self) -> int:
        last = DroppedTags.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._low = max(0, last - MOST_NOTES // 2)
        return self._low

    def _take(self, rows: list[Values], now: float) -> None:
        if len(rows) > MOST_NOTES:
            self._drop(frozenset((EVERYTHING,)))
            self._low = int(str(rows[-1][0]))
            return
        for values in rows:
            pk, tags = int(str(values[0])), str(values[1])
            if pk not in self._seen:
                self._seen[pk] = now
                self._drop(frozenset(tags.split(" ")))
        old = [pk for pk, at in self._seen.items() if now - at > PATIENCE]
        if old:
            self._low = max(self._low or 0, *old)
            for pk in old:
                del self._seen[pk]

    def _drop(self, tags: frozenset[str]) -> None:
        self._number += 1
        self._dropped.append((self._number, tags))
        if EVERYTHING in tags:
            self._kept.clear()
            self._keys.clear()
            self._bytes = 0
            return
        for tag in tags:
            for key in list(self._keys.get(tag, ())):
                self._forget(key)

    def _forget(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self._bytes -= kept.size
        for tag in kept.tags:
            keys = self._keys.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._keys[tag]


def _concerns(dropped: frozenset[str], shown: frozenset[str]) -> bool:
    return EVERYTHING in dropped or not dropped.isdisjoint(shown)


LONGEST = timedelta(hours=1)
"""For how long an answer is kept at most."""
store = PageStore()
"""What this process keeps."""
