"""Removes the position from image files that were stored before it was removed from each that comes in.

Renditions are cleaned too: Exif of an original is copied into them.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import SuspiciousOperation

from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.position import without_position

BATCH = 200


@dataclass(frozen=True)
class CleanedFile:
    """What became of one stored file: it was cleaned, had no position, or could not be read or written."""

    name: str
    is_cleaned: bool = False
    failure: str = ""


def clean_stored_files() -> Iterator[CleanedFile]:
    """Yields what became of each file of an image or rendition. One file is in memory at a time; safe to repeat."""
    last = 0
    while images := list(FederationImage.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from map(_clean, images)
        last = images[-1].pk
    last = 0
    while renditions := list(FederationRendition.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from map(_clean, renditions)
        last = renditions[-1].pk


def _clean(row: FederationImage | FederationRendition) -> CleanedFile:
    name = row.file.name
    try:
        path = Path(row.file.path)
        content = path.read_bytes()
        cleaned = without_position(content)
        if cleaned is content:
            return CleanedFile(name)
        _replace(path, cleaned)
    except NotImplementedError:
        return CleanedFile(name, failure="It is in a bucket: clean files before they move there.")
    # A row without a file, or with a name that leads out of the storage, stops none of those after it.
    except (OSError, ValueError, SuspiciousOperation) as error:
        return CleanedFile(name or "", failure=getattr(error, "strerror", None) or str(error))
    if isinstance(row, FederationImage):
        # Its hash stays that of the file as it was uploaded, by which the same upload is known again.
        FederationImage.objects.filter(pk=row.pk, file=name).update(file_size=len(cleaned))
    return CleanedFile(name, is_cleaned=True)


def _replace(path: Path, content: bytes) -> None:
    """Puts the content where the file is, at once: who reads it meanwhile, or after a crash, has one or the other."""
    with NamedTemporaryFile(dir=path.parent, prefix=".cleaned-", delete=False) as written:
        try:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
            shutil.copymode(path, written.name)
            Path(written.name).replace(path)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
