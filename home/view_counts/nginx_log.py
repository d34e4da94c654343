"""Counts the views that nginx answers from its cache, from the log that it writes of them.

docs/operations/page-views.md has nginx's configuration. Each line is counted once, whatever is run twice or at once
and however files are rotated: a file is known by its first line, and how far it was read is stored in the
transaction that adds its counts.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from home.view_counts.buffer import day_of
from home.view_counts.counts import Counts, PageDay
from home.view_counts.models import ViewLogFile
from home.view_counts.page_key import VIEWED, read_page_key
from home.view_counts.referrers import external_host

UNSEEN = frozenset({"HIT", "STALE", "UPDATING"})
"""What nginx answers without asking Django. All else Django has counted, REVALIDATED too: it made the 304."""
COMPRESSED = (".gz", ".zst", ".xz", ".bz2")
LINES = 20_000
SEEN_AGAIN = timedelta(days=1)
"""So many lines are counted in one transaction."""
LONGEST = 2_000
"""The most bytes of a line; nginx writes about a hundred and fifty."""

logger = logging.getLogger("fedcms.counts")


def count_configured_log() -> int:
    """Counts what is new in the log of `FEDCMS_PAGE_VIEWS_LOG`; returns how many views. Runs each minute."""
    return count_log(settings.FEDCMS_PAGE_VIEWS_LOG) if settings.FEDCMS_PAGE_VIEWS_LOG else 0


def count_log(path: str) -> int:
    """Counts the new lines of the log at `path` and of its rotated files beside it; returns how many views.

    Compressed files are left alone: they must have been read before (`delaycompress`). Raises `OSError`.
    """
    log = Path(path)
    files = [each for each in log.parent.glob(f"{escape(log.name)}*") if each.suffix not in COMPRESSED]
    if not files:
        raise FileNotFoundError(path)
    return sum(map(_count_file, files))


def _count_file(path: Path) -> int:
    views = 0
    try:
        file = path.open("rb")
    except FileNotFoundError:  # rotated since it was listed: next time
        return 0
    with file:
        while (counted := _count_batch(file)) is not None:
            views += counted
    return views


def _count_batch(file: BinaryIO) -> int | None:
    """Counts the next lines of a file, in one transaction; `None` when there is no complete line left."""
    file.seek(0)
    first = file.readline(LONGEST)
    if not first.endswith(b"\n"):
        return None
    digest = sha256(first).hexdigest()
    with transaction.atomic():
        known, _made = ViewLogFile.objects.get_or_create(digest=digest)
        row = ViewLogFile.objects.select_for_update().get(pk=known.pk)
        file.seek(row.offset)
        counts, end = Counts(), row.offset
        for line in _complete_lines(file):
            end += len(line)
            if (view := read_line(line)) is not None:
                counts.add_view(*view)
        if end == row.offset:
            # It is still there: what is not seen for long is forgotten, and would be counted anew.
            if row.seen_at < timezone.now() - SEEN_AGAIN:
                row.save(update_fields=["seen_at"])
            return None
        counts.write()
        row.offset = end
        row.save(update_fields=["offset", "seen_at"])
    return counts.views.total()


def _complete_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yields the next lines, `LINES` at most; one that nginx is still writing is left for the next time."""
    for _number in range(LINES):
        line = file.readline()
        if not line.endswith(b"\n"):
            return
        yield line


def read_line(line: bytes) -> tuple[PageDay, str] | None:
    """Returns the day, page and language of a line, with the referrer's host; `None` if it is not to be counted."""
    if len(line) > LONGEST:
        return None
    try:
        fields = json.loads(line)
        moment = datetime.fromtimestamp(float(fields["at"]), UTC)
        status, cache = int(fields["status"]), str(fields["cache"])
        key, host = read_page_key(str(fields["page"])), str(fields["host"])
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        logger.warning("A line of the log of page views cannot be read, and is passed over.")
        return None
    if key is None or cache not in UNSEEN or status not in VIEWED:
        return None
    return (day_of(moment), *key), external_host(host)
