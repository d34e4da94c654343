"""The storage of media: a file is stored as a whole or not at all, also when the disk is full."""

import errno
import os
import shutil
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

SPARED_BYTES = 16 * 2**20
"""What uploads leave free, so that the database and the logs beside them can still write."""


class WholeFileStorage(FileSystemStorage):
    """Django's own, which leaves the beginning of a file behind when the rest does not fit."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Returns the name under which the content is stored. Raises `OSError` (ENOSPC) when it does not fit."""
        path = Path(self.path(name))
        self._check_space(path, content)
        # Under a name of its own first: whoever stores another file of this name meanwhile is not in the way.
        part = f"{Path(name).parent.as_posix()}/.{uuid4().hex}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]  # unknown to the stubs
            return self._named(Path(self.path(part)), name)
        finally:
            Path(self.path(part)).unlink(missing_ok=True)

    def _named(self, part: Path, name: str) -> str:
        """Gives a whole file its name, or one like it that is free; returns it."""
        while True:
            try:
                os.link(part, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name.replace("\\", "/")

    def _check_space(self, path: Path, content: "File[bytes]") -> None:
        """Raises `OSError` (ENOSPC) before the first byte is written: half of a file takes the last space of all."""
        place = next((folder for folder in path.parents if folder.is_dir()), None)
        size = getattr(content, "size", None) or 0
        if place is not None and shutil.disk_usage(place).free < size + SPARED_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
