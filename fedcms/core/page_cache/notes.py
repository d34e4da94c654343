"""Reads the notes of what was dropped, each once: one that is committed after others with higher numbers, too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from fedcms.core.compiled_queries import Parameter, Values, fetch, several
from fedcms.core.models import DroppedTags

MOST_NOTES = 2_000
"""How many notes are read at once."""
PATIENCE = 15 * 60.0
"""Seconds for which a note may be committed after one with a higher number: longer than any transaction."""
MOST_MISSING = 10_000
"""How many numbers are waited for at most."""
MOST_MISSING_SHARED = 100
"""Where more are missing, nothing is shared with other processes: each answer would carry their numbers."""
_MARGIN = 1_000
MOST_RUNS = 16
"""So many runs of missing numbers have a compiled query; of more, each number is named."""
_COLUMNS = ("pk", "tags", "noted_at")


def _newer(*, last: Parameter) -> "QuerySet[DroppedTags, Values]":
    return DroppedTags.objects.filter(pk__gt=last).order_by("pk").values_list(*_COLUMNS)[: MOST_NOTES + 1]


def _newer_or_late(runs: int, *, last: Parameter, **bounds: Parameter) -> "QuerySet[DroppedTags, Values]":
    wanted = Q(pk__gt=last)
    for number in range(runs):
        wanted |= Q(pk__gte=bounds[f"first_{number}"], pk__lte=bounds[f"end_{number}"])
    return DroppedTags.objects.filter(wanted).order_by("pk").values_list(*_COLUMNS)[: MOST_NOTES + 1]


def runs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Returns numbers as runs without a gap, first and last of each; a thousand in a row are one."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


@dataclass(frozen=True)
class Note:
    """A note that was read."""

    pk: int
    tags: frozenset[str]
    stamp: int
    """When it was written, in microseconds: a note of the same number in another database has another."""


@dataclass(frozen=True)
class Position:
    """Which notes a process has read: all up to the last, but for those that were not there yet."""

    last: int
    stamp: int
    missing: tuple[int, ...]


class RecentNotes:
    """The notes that a process has read lately, by which it judges what others have kept."""

    def __init__(self) -> None:
        self._notes: dict[int, Note] = {}
        self._floor = 0
        """Notes up to this number may have been read that are not here any more."""

    def add(self, note: Note) -> None:
        """Remembers one, and forgets the one that was read first where there are many."""
        self._notes[note.pk] = note
        if len(self._notes) > MOST_NOTES:
            oldest = next(iter(self._notes))
            self._floor = max(self._floor, oldest)
            del self._notes[oldest]

    def begin_after(self, number: int) -> None:
        """Says that notes up to a number may lack: they were before the process began."""
        self._floor = max(self._floor, number)

    def forget(self, up_to: int) -> None:
        """Forgets all: notes up to a number may have been deleted before they were read."""
        self._notes.clear()
        self.begin_after(up_to)

    def position(self, last: int | None, missing: Sequence[int]) -> Position | None:
        """Returns where the process stands; None where it cannot say so to others."""
        note = self._notes.get(last or 0)
        if note is None or len(missing) > MOST_MISSING_SHARED:
            return None
        return Position(note.pk, note.stamp, tuple(missing))

    def lacks(self, position: Position) -> bool:
        """Returns whether the last note of a position was not read here: maybe not yet."""
        return position.last not in self._notes

    def since(self, position: Position, own: Position) -> list[frozenset[str]] | None:
        """Returns the tags of the notes that were read here, at `own`, and not by who stood there.

        None where some may lack: a number that was missing there must have been read here, or be waited for.
        """
        note = self._notes.get(position.last)
        if note is None or note.stamp != position.stamp or note.pk <= self._floor:
            return None
        missing = set(position.missing)
        if missing - self._notes.keys() - set(own.missing):
            return None
        return [each.tags for each in self._notes.values() if each.pk > position.last or each.pk in missing]


class NoteReader:
    """What one process has read: all up to a number, but for those that were not there yet."""

    def __init__(self) -> None:
        self._has_begun = False
        self._is_shared = bool(settings.FEDCMS_PAGE_CACHE_URL)
        self._last: int | None = None
        """None while there has been no note at all."""
        self._missing: dict[int, float] = {}
        self.floor = 0
        """Notes up to this number were there before this began, and were not read."""
        self.is_lost_until = float("-inf")
        """Up to this moment a note may come that is not waited for: too many were missing."""

    @property
    def last(self) -> int | None:
        """The highest number that was read; None while there has been no note at all."""
        return self._last

    @property
    def missing(self) -> list[int]:
        """The numbers below it that are waited for."""
        return list(self._missing)

    def read(self, now: float) -> tuple[list[Note], bool]:
        """Returns each note that was not read yet, and whether there are more.

        One query, the first time two, or three where processes share what they keep: those of before are read once
        more. `now` is `time.monotonic()`.
        """
        before = [] if self._has_begun else self._begin(now)
        found = [_note(row) for row in self._rows()]
        for note in found:
            if self._missing.pop(note.pk, None) is None:
                self._wait_for_those_below(note.pk, now)
        if self._missing:
            self._missing = {pk: at for pk, at in self._missing.items() if now - at <= PATIENCE}
        return before + found, len(found) > MOST_NOTES

    def _rows(self) -> Sequence[Values]:
        last = self._last or 0
        if not self._missing:
            return fetch(_newer, last=last)
        # Where a process began and no note was a quarter of an hour old, a thousand are waited for, all in a row.
        if len(runs := runs_of(self._missing)) <= MOST_RUNS:
            firsts = several([first for first, _end in runs], "first")
            ends = several([end for _first, end in runs], "end")
            return fetch(_newer_or_late, len(firsts), last=last, **firsts, **ends)
        late = DroppedTags.objects.filter(Q(pk__gt=last) | Q(pk__in=list(self._missing)))
        return list(late.order_by("pk").values_list(*_COLUMNS)[: MOST_NOTES + 1])

    def _begin(self, now: float) -> list[Note]:
        """Nothing is kept yet; but the note of a transaction that is under way may have any number of late.

        Returns those of before, by which this process can judge what others kept.
        """
        before = timezone.now() - timedelta(seconds=PATIENCE)
        numbers = DroppedTags.objects.aggregate(last=Max("pk"), old=Max("pk", filter=Q(noted_at__lt=before)))
        if numbers["last"] is not None:
            self._last = numbers["old"] or max(0, numbers["last"] - _MARGIN)
            self._wait_for_those_below(numbers["last"] + 1, now)
            self._last = numbers["last"]
        recent = DroppedTags.objects.order_by("-pk").values_list(*_COLUMNS)
        read = [_note(row) for row in recent[:MOST_NOTES]] if self._is_shared else []
        # What comes after the last is read with those that are new.
        known = [note for note in reversed(read) if self._last is not None and note.pk <= self._last]
        self.floor = known[0].pk - 1 if known else self._last or 0
        self._has_begun = True
        return known

    def _wait_for_those_below(self, pk: int, now: float) -> None:
        last = self._last if self._last is not None else max(0, pk - 1 - _MARGIN)
        self._last = pk
        between = range(last + 1, pk)
        if between and len(between) + len(self._missing) > MOST_MISSING:
            self.is_lost_until = now + PATIENCE
        else:
            self._missing.update(dict.fromkeys(between, now))


def _note(row: Values) -> Note:
    pk, tags, noted_at = row
    stamp = round(cast("datetime", noted_at).timestamp() * 1_000_000)
    return Note(int(str(pk)), frozenset(str(tags).split(" ")), stamp)
