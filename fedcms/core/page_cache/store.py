"""Keeps answers of this process by address, and drops those whose tags were noted since."""

import logging
import time
from collections import OrderedDict, deque
from threading import Lock, RLock

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from fedcms.core.page_cache.kept_answer import KeptAnswer, is_one_of_many
from fedcms.core.page_cache.local_drops import FilePosition, drops_since, file_position
from fedcms.core.page_cache.notes import MOST_NOTES, NoteReader, Position, RecentNotes
from fedcms.core.postgresql.refusal import is_refused
from fedcms.core.postgresql.server_watch import watch

EVERYTHING = "*"
ASLEEP = 3_600.0
"""A process that read no notes for so many seconds drops all: some may have been deleted since."""
UNSEEN = 60.0
"""For so many seconds after nobody can have written unseen, what is kept is answered: see `PageStore._cannot_read`."""
LINK = 5.0
"""Seconds between two looks that still follow one another: in longer ones the database may have come and gone."""
PAUSE = 5.0
"""Seconds for which nobody looks after a look that failed: each may wait until a connection is given up."""
PAUSE_WHEN_REFUSED = 1.0
"""The same, where a look fails at once: at an address that refuses, of a server that is known to hang."""
MOST_WITH_QUERY = 200
"""So many answers with filters are kept at most: whoever tries filters one after another drops only theirs."""
_LARGEST = 20
"""Nothing larger than this part of the whole is kept."""

logger = logging.getLogger("fedcms.page_cache")


class PageStore:
    """The answers of a process, in the order of their last use."""

    def __init__(self) -> None:
        self._lock, self._looking = RLock(), Lock()
        self.forget_all()

    def forget_all(self) -> None:
        """Drops everything, and what is known of notes."""
        with self._lock:
            self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()
            self._keys: dict[str, set[str]] = {}
            # Those with filters, in the order in which they were made.
            self._with_query: OrderedDict[str, None] = OrderedDict()
            self._bytes = 0
            self._notes, self._recent = NoteReader(), RecentNotes()
            self._position: Position | None = None
            self._file_position: FilePosition | None = None
            self._read_at = self._failed_at = self._refused_at = float("-inf")
            self._pause = PAUSE
            self._is_due = True
            # What was dropped lately, by a number that only grows.
            self._number = 0
            self._dropped: deque[tuple[int, frozenset[str]]] = deque(maxlen=MOST_NOTES)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def is_cut_off(self) -> bool:
        """Whether the last look failed: what is kept may lack the latest changes."""
        return self._failed_at != float("-inf")

    def look_now(self) -> None:
        """Makes the next request read the notes."""
        self._is_due = True

    def seconds_since_look(self) -> float:
        """Returns how long ago the notes were read: what is answered may lack what was dropped since."""
        return time.monotonic() - self._read_at

    def number(self) -> int:
        """Returns a number by which `keep` knows what was dropped since."""
        return self._number

    def get(self, key: str) -> KeptAnswer | None:
        """Returns what is kept, and holds at this moment."""
        self.look()
        return self.found(key)

    def found(self, key: str, *, may_be_old: bool = False) -> KeptAnswer | None:
        """Returns what is kept by the notes that were read, where `get` reads those that are new.

        What `may_be_old` was kept for as long as may be, and is being made anew: the clock has not changed it.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or time.monotonic() - max(self._read_at, self._refused_at) > UNSEEN:
                return None
            now = timezone.now()
            if not kept.since <= now < kept.stale_until:
                self._forget(key)
                return None
            if now >= kept.until and not may_be_old:
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: str, answer: KeptAnswer, number: int) -> bool:
        """Keeps an answer, unless something that it shows was dropped after `number()` had returned this number.

        Returns whether it is kept.
        """
        self._is_due = True
        if _is_too_large(key, answer) or not self.look(waits=True):
            return False
        with self._lock:
            since = [tags for each, tags in self._dropped if each > number]
            if self._number - number > len(since) or any(_concerns(tags, answer.tags) for tags in since):
                return False
            self._put(key, answer)
        return True

    def position(self, key: str, answer: KeptAnswer) -> Position | None:
        """Returns which notes an answer that is kept has outlived.

        None once it is dropped, or where nobody can say, as while the notes cannot be read.
        """
        with self._lock:
            return self._position if self._kept.get(key) is answer and not self.is_cut_off else None

    def admit(self, key: str, answer: KeptAnswer, position: Position) -> bool:
        """Keeps an answer that another process kept as it stood at a position, unless a note since then drops it.

        Returns whether it is kept.
        """
        if _is_too_large(key, answer):
            return False
        if self._recent.lacks(position):
            # Maybe it was read there a moment ago, and not yet here.
            self._is_due = True
            self.look(waits=True)
        with self._lock:
            # What was dropped while it is cut off is known of this machine alone, and not by number of notes.
            is_blind = self.is_cut_off or time.monotonic() - self._read_at > UNSEEN
            own = None if is_blind else self._position
            since = None if own is None else self._recent.since(position, own)
            if since is None or any(_concerns(tags, answer.tags) for tags in since):
                return False
            self._put(key, answer)
        return True

    def _put(self, key: str, answer: KeptAnswer) -> None:
        self._forget(key)
        self._kept[key] = answer
        self._bytes += len(key) + answer.size
        for tag in answer.tags:
            self._keys.setdefault(tag, set()).add(key)
        if is_one_of_many(key, answer):
            self._with_query[key] = None
            if len(self._with_query) > MOST_WITH_QUERY:
                self._forget(next(iter(self._with_query)))
        while self._bytes > _most_bytes() and self._kept:
            self._forget(next(iter(self._kept)))

    def look(self, *, waits: bool = False) -> bool:
        """Reads the notes if it is time to, and drops what they name; returns whether all are read.

        One thread at a time: the others go on with what is kept, unless they are to wait.
        """
        now = time.monotonic()
        if now - self._failed_at < self._pause:
            return False
        if not self._is_due and now - self._read_at < settings.FEDCMS_PAGE_CACHE_LOOK_SECONDS:
            return True
        if not self._looking.acquire(blocking=waits):
            return False
        try:
            # Another may have failed while this one waited.
            return time.monotonic() - self._failed_at >= self._pause and self._read_notes()
        finally:
            self._looking.release()

    def _read_notes(self) -> bool:
        now, self._is_due = time.monotonic(), False
        reached = file_position()
        try:
            is_more = True
            while is_more:
                dropped, is_more = self._notes.read(now)
                with self._lock:
                    self._recent.begin_after(self._notes.floor)
                    for note in dropped:
                        self._drop(note.tags)
                        self._recent.add(note)
                    self._position = self._recent.position(self._notes.last, self._notes.missing)
        except (DatabaseError, InterfaceError):
            self._cannot_read()
            return False
        with self._lock:
            # The first look, too: what was being made before it may be older than the notes that are read from then on.
            slept, is_first = now - self._read_at > ASLEEP, self._read_at == float("-inf")
            if slept and not is_first:
                self._recent.forget(self._notes.last or 0)
            if now < self._notes.is_lost_until or slept:
                self._drop(frozenset((EVERYTHING,)))
                self._position = self._position if is_first and now >= self._notes.is_lost_until else None
            self._read_at, self._failed_at, self._file_position = now, float("-inf"), reached
        return True

    def _cannot_read(self) -> None:
        """Notes that the last look failed.

        Others of this machine may have dropped something since the last that did not: they added it to a file. At an
        address that refuses, nobody else can write either; but what happened before it was asked is known only in a
        chain of looks without a gap. Of an address that does not answer nothing is known: this machine alone may be
        cut off.
        """
        if not self.is_cut_off:
            logger.warning("The notes of what changed cannot be read: pages are as they were.")
        is_known = self._file_position is not None
        dropped = drops_since(self._file_position) if self._file_position is not None else []
        with self._lock:
            # Said together with what is dropped: from here on nothing of it comes back from another process (`admit`),
            # also while the address is asked.
            self._failed_at = time.monotonic()
            for tags in dropped if dropped is not None else (frozenset((EVERYTHING,)),):
                self._drop(tags)
        is_refusing = settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED and is_known and is_refused()
        self._failed_at = time.monotonic()
        if is_refusing and self._failed_at - max(self._read_at, self._refused_at) <= LINK:
            self._refused_at = self._failed_at
        self._pause = PAUSE_WHEN_REFUSED if is_refusing or watch.is_hung else PAUSE

    def _drop(self, tags: frozenset[str]) -> None:
        self._number += 1
        self._dropped.append((self._number, tags))
        if EVERYTHING in tags:
            self._kept.clear()
            self._keys.clear()
            self._with_query.clear()
            self._bytes = 0
            return
        for tag in tags:
            for key in list(self._keys.get(tag, ())):
                self._forget(key)

    def _forget(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self._with_query.pop(key, None)
        self._bytes -= len(key) + kept.size
        for tag in kept.tags:
            keys = self._keys.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._keys[tag]


def _most_bytes() -> int:
    return int(settings.FEDCMS_PAGE_CACHE_MB) * 1_000_000


def _is_too_large(key: str, answer: KeptAnswer) -> bool:
    return len(key) + answer.size > _most_bytes() // _LARGEST


def _concerns(dropped: frozenset[str], shown: frozenset[str]) -> bool:
    return EVERYTHING in dropped or not dropped.isdisjoint(shown)


store = PageStore()
"""What this process keeps."""
