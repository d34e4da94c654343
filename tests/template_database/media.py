"""The files of a template's rows, in a folder beside its database: images, renditions, documents."""

import shutil
from pathlib import Path

from django.conf import settings

from .copying import FOLDER


def are_there() -> bool:
    """Whether this process has written any file."""
    return any(Path(settings.MEDIA_ROOT).iterdir())


def save(name: str) -> None:
    """Keeps the files of this process with a template."""
    shutil.copytree(settings.MEDIA_ROOT, _folder(name))


def load(name: str, folder: Path) -> bool:
    """Copies the files of a template, if it has any, to a folder that is not there yet; returns whether it has."""
    has_files = _folder(name).exists()
    if has_files:
        shutil.copytree(_folder(name), folder)
    return has_files


def forget(name: str) -> None:
    """Removes the files of a template."""
    shutil.rmtree(_folder(name), ignore_errors=True)


def _folder(name: str) -> Path:
    return FOLDER / f"{name}.media"
