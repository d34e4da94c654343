"""The worker's embedding of entries: in small batches, taken up again wherever it was left."""

import fcntl
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.entries.indexing import note_for_server
from search.meaning.choice import get_embedder
from search.meaning.embedder import Embedder, EmbedderUnavailable
from search.meaning.texts import as_bytes, digest_of, passage_of
from search.meaning.vector_file import open_file, write_file
from search.models import EntryVector, SearchEntry

SECONDS_BETWEEN_ROUNDS = 2.0
SECONDS_A_ROUND = 5.0
"""A round ends after so long, so that a worker that is to stop does."""
SECONDS_BETWEEN_FILES = 30.0
BATCH = 8
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""How long (seconds) a model that failed is left alone. Each further failure doubles it."""
MOST_FAILURES = 5
"""So often the model may fail over a text, while it answers others, before the text is left alone."""
_HARMLESS = "Bonjour"
"""What any model that is there takes: it tells whether a text is to blame."""
_ROWS = 500

logger = logging.getLogger("fedcms.search")


class Embedding:
    """What the worker does for vectors, with what it remembers between its rounds."""

    def __init__(self) -> None:
        """Starts without knowing which entries have a vector."""
        self._enrolled_for = ("", 0)
        self._failures = 0
        self._next_try = 0.0
        self._is_written = False
        self._next_file = 0.0

    def run(self) -> int:
        """Embeds what waits, for some seconds; returns how many texts. Does nothing while a model is left alone."""
        embedder = get_embedder()
        if embedder is None or time.monotonic() < self._next_try:
            return 0
        with _alone_here() as is_alone:
            return self._round(embedder) if is_alone else 0

    def _round(self, embedder: Embedder) -> int:
        if self._enrolled_for != (embedder.name, embedder.dimensions):
            enrol(embedder)
            self._enrolled_for = (embedder.name, embedder.dimensions)
        end, done = time.monotonic() + SECONDS_A_ROUND, 0
        while time.monotonic() < end:
            rows = list(EntryVector.objects.waiting()[:BATCH])
            # What failed is tried alone: one text that kills the model keeps no other from it.
            rows = rows[:1] if rows and rows[0].failures else [row for row in rows if not row.failures]
            if not rows:
                break
            try:
                done += self._try(embedder, rows)
            except EmbedderUnavailable as error:
                self._pause(error)
                break
            self._failures = 0
        self._is_written = self._is_written and not done
        self._write_file(embedder)
        return done

    def _try(self, embedder: Embedder, rows: Sequence[EntryVector]) -> int:
        """Embeds these; notes that the model failed over them, unless it fails over anything."""
        if rows[0].failures:
            embedder.embed_passages([_HARMLESS])
        try:
            return embed(embedder, [row.pk for row in rows])
        except EmbedderUnavailable:
            for row in rows:
                _note_failure(embedder, row)
            raise

    def _write_file(self, embedder: Embedder) -> None:
        """Writes the file of vectors when any has changed, by this worker or by another.

        While many are embedded, and where this worker embedded nothing, it looks every now and then.
        """
        has_more = EntryVector.objects.waiting().filter(failures=0).exists()
        if (self._is_written or has_more) and time.monotonic() < self._next_file:
            return
        self._is_written = True
        self._next_file = time.monotonic() + SECONDS_BETWEEN_FILES
        file = open_file(embedder.name, embedder.dimensions)
        if file and file.state == EntryVector.objects.comparable(embedder.name, embedder.dimensions).state():
            return
        try:
            write_file(embedder.name, embedder.dimensions)
        except ImportError:
            logger.warning("numpy is not installed: vectors are kept, and not searched.")
            self._next_file = inf

    def _pause(self, error: EmbedderUnavailable) -> None:
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 10)
        self._next_try = time.monotonic() + pause
        logger.warning("Texts wait for the model, which is tried again in %s s: %s", pause, error)


def _note_failure(embedder: Embedder, row: EntryVector) -> None:
    """Counts a failure of a text; the last one it may have leaves it alone until its words change, or the model."""
    failures = 1 if row.failures >= MOST_FAILURES else row.failures + 1
    _write([row.pk], failures=failures)
    if failures >= MOST_FAILURES:
        digest = digest_of(passage_of(row.entry))
        _write([row.pk], model=embedder.name, digest=digest, vector=None, is_waiting=False)
        note_for_server([row.entry.key])
        logger.error("The model fails over entry %s, which is left alone until its text changes.", row.pk)


def embed(embedder: Embedder, entries: Sequence[int]) -> int:
    """Gives these entries the vectors of their present texts; returns how many texts the model was given.

    A text that changes meanwhile waits again: its entry is noted in the transaction that changes it. Each row is
    written by itself, so that nothing is locked while another transaction's lock is waited for.
    """
    # Before the texts are read, so that what is noted from now on stays noted.
    _write(entries, is_waiting=False)
    done = False
    try:
        changed = _changed(embedder, entries)
        vectors = embedder.embed_passages([text for _row, text in changed]) if changed else []
        for (row, text), vector in zip(changed, vectors, strict=True):
            # With its note for the search server, or not at all.
            with transaction.atomic():
                _write(
                    [row.pk],
                    model=embedder.name,
                    digest=digest_of(text),
                    vector=as_bytes(vector),
                    failures=0,
                    embedded_at=timezone.now(),
                )
                note_for_server([row.entry.key])
        done = True
    finally:
        if not done:
            _write(entries, is_waiting=True)
    return len(changed)


def _write(entries: Sequence[int], **values: object) -> None:
    for entry in entries:
        EntryVector.objects.filter(pk=entry).update(**values)


def enrol(embedder: Embedder) -> None:
    """Has every entry looked at whose vector is missing, of another model or length, or of another text.

    Drops the vectors of entries that are gone.

    For what no note can know: entries written while the site had no model, a database restored from a copy, a worker
    that was killed between its note and its vectors.
    """
    EntryVector.objects.filter(
        pk__in=list(EntryVector.objects.without_entry().values_list("pk", flat=True))
    ).delete()
    last = 0
    while entries := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:_ROWS]):
        last = entries[-1].pk
        known = EntryVector.objects.in_bulk([entry.pk for entry in entries])
        EntryVector.objects.await_embedding(
            entry.pk
            for entry in entries
            if entry.pk not in known or _is_old(known[entry.pk], embedder, passage_of(entry))
        )


def _is_old(row: EntryVector, embedder: Embedder, text: str) -> bool:
    if row.model != embedder.name or row.digest != digest_of(text):
        return True
    if row.vector is None:
        return row.failures < MOST_FAILURES
    return len(row.vector) != embedder.dimensions


def _changed(embedder: Embedder, entries: Sequence[int]) -> list[tuple[EntryVector, str]]:
    """Returns the vectors to be made, with their texts: not of what was written again with the same words."""
    rows = EntryVector.objects.filter(pk__in=entries).select_related("entry").order_by("pk")
    texts = [(row, passage_of(row.entry)) for row in rows]
    return [(row, text) for row, text in texts if _is_old(row, embedder, text)]


@contextmanager
def _alone_here() -> Iterator[bool]:
    """Yields whether no other worker of this machine embeds, which would do the same. A lock ends with its process."""
    folder = Path(settings.VAR_DIR) / "meaning"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


_embedding = Embedding()


def embed_waiting() -> int:
    """Embeds what waits; the worker runs it in the lane `meaning`."""
    return _embedding.run()
