"""Compiles message catalogues (.po to .mo) with Babel; no gettext is needed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


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
