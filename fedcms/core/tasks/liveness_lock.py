"""The liveness lock of a worker: held exactly as long as its process lives.

When the process ends, however it ends, the kernel (SQLite: a locked file beside the database) or the server
(PostgreSQL: an advisory lock of a session of its own) releases the lock. So nothing has to guess by a time-out whether
a task that is marked as running still runs.
"""

import fcntl
import hashlib
import logging
import os
import secrets
import tempfile
from pathlib import Path
from typing import Protocol

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db import Error as DatabaseError

logger = logging.getLogger(__name__)


class LivenessLock(Protocol):
    """A held lock. `worker_id` is the name under which its worker claims tasks."""

    worker_id: str

    def check(self) -> None:
        """Raises `django.db.Error` when the lock may have been lost."""

    def release(self) -> None:
        """Releases the lock: from now on the worker of this name counts as dead."""


def take_liveness_lock() -> LivenessLock:
    """Takes a lock under a new name, which was never used before."""
    return SessionLivenessLock() if connection.vendor == "postgresql" else FileLivenessLock(_folder())


def is_alive(worker_id: str) -> bool:
    """Returns whether the worker of this name still holds its lock."""
    if connection.vendor == "postgresql":
        return _session_is_alive(worker_id)
    return _file_is_locked(_folder() / f"{worker_id}.lock")


def sweep() -> None:
    """Removes the files of dead workers (PostgreSQL has none)."""
    if connection.vendor != "postgresql":
        for path in _folder().glob("*.lock"):
            _file_is_locked(path)


def _new_name() -> str:
    return f"{os.getpid()}-{secrets.token_hex(8)}"


class FileLivenessLock:
    """A liveness lock on a file. With SQLite all workers are on one machine, which `flock` needs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.worker_id = _new_name()
        self._path = folder / f"{self.worker_id}.lock"
        while True:
            self._file = self._path.open("w")
            fcntl.flock(self._file, fcntl.LOCK_EX)
            # `sweep` may have removed the file between the two lines above: nobody would see a lock on it.
            if self._path.exists() and self._path.stat().st_ino == os.fstat(self._file.fileno()).st_ino:
                return
            self._file.close()

    def check(self) -> None:
        """Does nothing: a held file lock cannot be lost."""

    def release(self) -> None:
        """Removes the file and the lock on it."""
        self._path.unlink(missing_ok=True)
        self._file.close()


def _folder() -> Path:
    """Returns the folder of locks, beside the database, so that all workers of one database share it."""
    name = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    if "memory" in name:
        return Path(tempfile.gettempdir()) / f"fedcms-workers-{os.getpid()}"
    return Path(f"{name}-workers")


def _file_is_locked(path: Path) -> bool:
    """Returns whether somebody holds the lock on the file; removes the file when nobody does."""
    try:
        file = path.open("r+")
    except FileNotFoundError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        path.unlink(missing_ok=True)
    return False


class SessionLivenessLock:
    """An advisory lock of a database session of its own. A transaction pooler in between would break it."""

    def __init__(self) -> None:
        self.worker_id = _new_name()
        self._session = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_key(self.worker_id)])

    def check(self) -> None:
        """Asks the session whether it is alive. A lost session is never opened again under the same name."""
        with self._session.cursor() as cursor:
            cursor.execute("SELECT 1")

    def release(self) -> None:
        """Releases the lock before closing the session: the server may notice the end of a session late."""
        try:
            with self._session.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(self.worker_id)])
        except DatabaseError:
            logger.warning("The session of worker %s was lost, and its lock with it.", self.worker_id)
        finally:
            self._session.close()


def _key(worker_id: str) -> int:
    return int.from_bytes(hashlib.sha256(worker_id.encode()).digest()[:8], signed=True)


def _session_is_alive(worker_id: str) -> bool:
    key = _key(worker_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (got_it,) = cursor.fetchone()
        if got_it:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    return not got_it
