"""The lines of a day's log: when, by whom, what; written, read, and taken from an access log of nginx."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

STATIC = "/static/"
MEDIA = ("/media/", "/cards/")

# Who asks decides which headers are sent (tests.replay.client) and which statuses are right.
READER = "reader"
AGAIN = "again"
"""A reader who has the page already, and asks whether it is still the same."""
ROBOT = "robot"
PROGRAM = "program"
"""Reads feeds and calendars, and asks whether there is anything new."""
FILE = "file"
MISSING = "missing"
LOGGED = "logged"
"""Somebody of a log that was given: what they should get, nobody knows."""

EXPECTED = {
    READER: (200,),
    AGAIN: (200, 304),
    ROBOT: (200,),
    PROGRAM: (200, 304),
    FILE: (200, 304),
    MISSING: (404,),
    LOGGED: tuple(range(200, 500)),
}


class LogLine(NamedTuple):
    """One request."""

    second: float
    """Since midnight, or since the first line of a log."""
    kind: str
    path: str


def is_view(line: LogLine) -> bool:
    """Returns whether somebody asks for an answer of the site, not for a file that belongs to one."""
    return not line.path.startswith((STATIC, *MEDIA))


def write(lines: Iterable[LogLine], path: Path) -> tuple[int, int, float]:
    """Writes lines; returns how many, how many of them are views, and the second of the last."""
    number = views = 0
    second = 0.0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line.second:.3f}\t{line.kind}\t{line.path}\n")
            number, views, second = number + 1, views + is_view(line), line.second
    return number, views, second


def read(path: Path, part: int = 0, parts: int = 1) -> Iterator[LogLine]:
    """Reads each line whose number is this part's."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file):
            if number % parts == part:
                second, kind, address = text.rstrip("\n").split("\t")
                yield LogLine(float(second), kind, address)


# "combined" of nginx, and fedcms_access of docs/operations/access-log.nginx.conf. Of who asked, nothing is read.
_LOGGED = re.compile(r'\[(?P<at>[^\]]+)\] "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+"')


def _requests(lines: Iterable[str]) -> Iterator[tuple[float, str]]:
    for text in lines:
        found = _LOGGED.search(text)
        if found is None or found["method"] != "GET":
            continue
        # Who asks a proxy names the host, too.
        parts = urlsplit(found["path"])
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if path.startswith("/") and path.isascii():
            yield datetime.strptime(found["at"], "%d/%b/%Y:%H:%M:%S %z").timestamp(), path


def of_nginx(lines: Iterable[str]) -> Iterator[LogLine]:
    """Reads moment and address of each GET; the log tells seconds, over which its requests are spread evenly.

    nginx writes a line when a request ends: one that took longer than the next stands behind it, and is asked then.
    """
    first = latest = None
    for at, requests in groupby(_requests(lines), key=lambda request: request[0]):
        first = at if first is None else first
        latest = at if latest is None else max(at, latest)
        paths = [path for _at, path in requests]
        for number, path in enumerate(paths):
            kind = FILE if path.startswith(STATIC) else LOGGED
            yield LogLine(latest - first + number / len(paths), kind, path)
