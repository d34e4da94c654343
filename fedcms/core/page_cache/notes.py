"""Reads the notes of what was dropped, each once: one that is committed after others with higher numbers, too."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.models import DroppedTags

MOST_NOTES = 2_000
"""How many notes are read at once."""
PATIENCE = 15 * 60.0
"""Seconds for which a note may be committed after one with a higher number: longer than any transaction."""
MOST_MISSING = 10_000
"""How many numbers are waited for at most."""
_MARGIN = 1_000


def _newer(*, last: Parameter) -> "QuerySet[DroppedTags, Values]":
    return DroppedTags.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "tags")[: MOST_NOTES + 1]


class NoteReader:
    """What one process has read: all up to a number, but for those that were not there yet."""

    def __init__(self) -> None:
        self._has_begun = False
        self._last: int | None = None
        """None while there has been no note at all."""
        self._missing: dict[int, float] = {}
        self.is_lost_until = float("-inf")
        """Up to this moment a note may come that is not waited for: too many were missing."""

    def read(self, now: float) -> tuple[list[frozenset[str]], bool]:
        """Returns the tags of each note that was not read yet, and whether there are more.

        One query, the first time two. `now` is `time.monotonic()`.
        """
        if not self._has_begun:
            self._begin(now)
        rows = self._rows()
        found = [(int(str(pk)), frozenset(str(tags).split(" "))) for pk, tags in rows]
        for pk, _tags in found:
            if self._missing.pop(pk, None) is None:
                self._wait_for_those_below(pk, now)
        if self._missing:
            self._missing = {pk: at for pk, at in self._missing.items() if now - at <= PATIENCE}
        return [tags for _pk, tags in found], len(found) > MOST_NOTES

    def _rows(self) -> Sequence[Values]:
        last = self._last or 0
        if not self._missing:
            return fetch(_newer, last=last)
        late = DroppedTags.objects.filter(Q(pk__gt=last) | Q(pk__in=list(self._missing)))
        return list(late.order_by("pk").values_list("pk", "tags")[: MOST_NOTES + 1])

    def _begin(self, now: float) -> None:
        """Nothing is kept yet; but the note of a transaction that is under way may have any number of late."""
        before = timezone.now() - timedelta(seconds=PATIENCE)
        numbers = DroppedTags.objects.aggregate(last=Max("pk"), old=Max("pk", filter=Q(noted_at__lt=before)))
        if numbers["last"] is not None:
            self._last = numbers["old"] or max(0, numbers["last"] - _MARGIN)
            self._wait_for_those_below(numbers["last"] + 1, now)
            self._last = numbers["last"]
        self._has_begun = True

    def _wait_for_those_below(self, pk: int, now: float) -> None:
        last = self._last if self._last is not None else max(0, pk - 1 - _MARGIN)
        self._last = pk
        between = range(last + 1, pk)
        if between and len(between) + len(self._missing) > MOST_MISSING:
            self.is_lost_until = now + PATIENCE
        else:
            self._missing.update(dict.fromkeys(between, now))
