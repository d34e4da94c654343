"""Compiles message catalogues (.po to .mo) with Babel; no gettext is needed."""

import gettext
import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import trans_real


def compile_catalogues(folder: Path) -> list[Path]:
    """Compiles the catalogues of a locale folder whose .mo is missing or outdated; returns the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        unfinished = target.with_suffix(f".mo.{os.getpid()}")  # two commands at once do not share it
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)  # a process that reads meanwhile sees the old one or the new one, whole
        written.append(target)
    return written


def compile_and_reload(folders: Iterable[Path | str]) -> bool:
    """Compiles outdated catalogues; what this process has loaded of them is read again. Returns whether one was."""
    written = [path for folder in folders for path in compile_catalogues(Path(folder))]
    if written:
        # Neither Python nor Django has a public way to drop what was loaded.
        vars(gettext)["_translations"].clear()
        vars(trans_real)["_translations"].clear()
        vars(trans_real)["_default"] = None
    return bool(written)
