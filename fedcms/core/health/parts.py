"""The parts of the site, and how each is: database, media, worker, queue, and those that apps register."""

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from fedcms.core.buckets.errors import BucketAwayError
from fedcms.core.page_cache.drops import does_worker_note
from fedcms.core.page_cache.purging import is_nobody_told
from fedcms.core.tasks.beats import silent_lanes
from fedcms.core.tasks.queue import oldest_due
from fedcms.core.whole_files import SPARED_BYTES

LONGEST_WAIT_OF_A_TASK = timedelta(minutes=15)

logger = logging.getLogger("fedcms.health")


@dataclass(frozen=True)
class PartState:
    """How a part is. `says` is for who runs the site: a sentence in English, without a secret or an address."""

    is_well: bool
    says: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the site. Without a `needed` one, no request should be sent here."""

    name: str
    look: Callable[[], PartState]
    needed: bool = False
    asks_database: bool = True


def _database() -> PartState:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return PartState(is_well=False, says="The database does not answer.")
    return PartState(is_well=True)


def _media() -> PartState:
    return _bucket() if settings.FEDCMS_S3_BUCKET else _folders()


def _bucket() -> PartState:
    try:
        default_storage.look()  # type: ignore[attr-defined]  # BucketStorage, whose packages are an extra
    except BucketAwayError:
        return PartState(is_well=False, says="The bucket of files does not answer, or refuses.")
    return PartState(is_well=True)


def _folders() -> PartState:
    for folder in (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)):
        # They are made with the first upload.
        root = folder if folder.is_dir() else next(each for each in folder.parents if each.is_dir())
        if not os.access(root, os.W_OK):
            return PartState(is_well=False, says="A folder of uploads cannot be written to.")
        if shutil.disk_usage(root).free < SPARED_BYTES:
            return PartState(is_well=False, says="A disk is full: uploads are refused.")
    return PartState(is_well=True)


def _worker() -> PartState:
    if silent := silent_lanes():
        return PartState(is_well=False, says=f"Nobody works in the lanes {', '.join(sorted(silent))}.")
    if settings.FEDCMS_PAGE_CACHE and not does_worker_note():
        return PartState(
            is_well=False,
            says="It does not say which kept pages it changes: set FEDCMS_PAGE_CACHE for it, too.",
        )
    if is_nobody_told():
        return PartState(
            is_well=False,
            says="Proxies do not take what they must drop: does it have FEDCMS_PURGE_URLS, and do they answer?",
        )
    return PartState(is_well=True)


def _queue() -> PartState:
    oldest = oldest_due()
    waited = timezone.now() - oldest if oldest else timedelta()
    if waited < LONGEST_WAIT_OF_A_TASK:
        return PartState(is_well=True)
    return PartState(
        is_well=False, says=f"A task has waited for {int(waited.total_seconds() // 60)} minutes."
    )


_parts: dict[str, Part] = {
    part.name: part
    for part in (
        Part("database", _database, needed=True),
        Part("media", _media, asks_database=False),
        Part("worker", _worker),
        Part("queue", _queue),
    )
}


def register_part(part: Part) -> None:
    """Adds a part, or replaces the one of that name. Apps call it in `AppConfig.ready`."""
    _parts[part.name] = part


def _look_at(part: Part) -> PartState:
    try:
        return part.look()
    except Exception:
        # Whatever is wrong with it, the others are told all the same.
        logger.exception("The part %r could not be looked at.", part.name)
        return PartState(is_well=False, says="It could not be looked at: the log says why.")


def look_at_parts() -> dict[Part, PartState]:
    """Returns how each part is; without the database, those that it holds are unknown, which counts as not well."""
    database = _parts["database"]
    states = {database: _look_at(database)}
    for part in _parts.values():
        if part.asks_database and not states[database].is_well:
            states.setdefault(part, PartState(is_well=False, says="Unknown: the database does not answer."))
        elif part is not database:
            states[part] = _look_at(part)
    return states
