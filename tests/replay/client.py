"""One of the processes that ask: each line at its moment, whatever the answers before it did.

`python -m tests.replay.client FILE PORT HOST PART PARTS START SCALE` prints its tally as JSON. A request that finds all
connections busy waits here, and its time runs from its own moment: what a slow answer delays is measured as slow. There
are as many connections as readers have: one who waits for a page that is made keeps nobody from one that nginx has.
"""

import asyncio
import json
import math
import sys
import time
from collections import deque
from pathlib import Path
from typing import cast

import uvloop

from tests.replay.http_answer import Answer
from tests.replay.lines import (
    AGAIN,
    EXPECTED,
    FILE,
    LOGGED,
    MEDIA,
    MISSING,
    PROGRAM,
    READER,
    ROBOT,
    STATIC,
    LogLine,
    read,
)
from tests.replay.report import CACHED, LONGEST_P99_MS, NOT_CACHED, Tally
from tests.replay.report import STATIC as STATIC_CLASS

CONNECTIONS = 1500
"""A process; fewer than nginx takes of both (tests.replay.site)."""
TICK = 0.0005
"""Seconds by which a loop that counts milliseconds may wake too early: no request is sent before its moment."""
PATIENCE = 60.0
"""Seconds without any answer, after the last line, after which none is waited for any more."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_PAGE = (
    f"User-Agent: {BROWSER}\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n"
)
HEADERS = {
    READER: _PAGE,
    AGAIN: _PAGE,
    MISSING: _PAGE,
    LOGGED: _PAGE,
    FILE: f"User-Agent: {BROWSER}\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nSec-Fetch-Dest: image\r\n",
    ROBOT: "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)\r\nAccept-Encoding: gzip, deflate, br\r\n",
    PROGRAM: "User-Agent: FreshRSS/1.26 (Linux; https://freshrss.org)\r\n",
}
PEOPLE = (READER, AGAIN, LOGGED)
# Said by nginx's configuration of the replay (tests.replay.site) and by its settings.
CACHE_STATUS, PAGE_KEY, KEPT = b"x-replay-cache", b"x-replay-page", b"x-kept"
FROM_CACHE = (b"HIT", b"STALE", b"UPDATING", b"REVALIDATED")


def class_of(path: str, answer: Answer) -> str:
    """Returns the class of an answer: a static file, from nginx's or the process's cache, or made for this request."""
    if path.startswith(STATIC):
        return STATIC_CLASS
    is_cached = answer.headers.get(CACHE_STATUS) in FROM_CACHE or KEPT in answer.headers
    return CACHED if is_cached else NOT_CACHED


def part_of(path: str) -> str:
    """Returns what an address asks for, in a word: media, a search, a feed; "pages" of all else."""
    parts = path.partition("?")[0].split("/")
    word = parts[1] if path.startswith(MEDIA) or len(parts) < 4 else parts[2]
    return word if word in ("media", "cards", "search", "feeds") else "pages"


class Connection(asyncio.Protocol):
    """A connection that is kept, with the request that it is busy with."""

    def __init__(self, client: "Client") -> None:
        self.client = client
        self.request: tuple[LogLine, float] | None = None
        self.answer = Answer()
        self.has_answered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes the first request."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none of its classes
        self.client.take_up(self)

    def ask(self, line: LogLine, due: float) -> None:
        """Sends a request."""
        self.request, self.answer = (line, due), Answer()
        self.transport.write(self.client.written(line))

    def data_received(self, data: bytes) -> None:
        """Counts the answer when it is whole, and goes on with the next request."""
        if self.request is not None and self.answer.feed(data):
            (line, due), self.request, self.has_answered = self.request, None, True
            self.client.note(line, due, self.answer)
            if self.answer.is_last:
                self.transport.close()
            else:
                self.client.take_up(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Asks once more, as browsers do, when a kept connection ends before anything of an answer has come."""
        request, self.request = self.request, None
        self.client.lose(self)
        if request is None:
            return
        if self.has_answered and not self.answer.has_begun:
            self.client.ask(*request)
        else:
            self.client.note(*request, Answer())


class Client:
    """Asks for the lines of one part of the day."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host, self.tally, self.start = port, host, Tally(), 0.0
        self.etags: dict[str, bytes] = {}
        self.pages: set[str] = set()
        self._idle: list[Connection] = []
        self._waiting: deque[tuple[LogLine, float]] = deque()
        self._opened = self._unanswered = 0
        self._opening: set[asyncio.Task[None]] = set()

    def written(self, line: LogLine) -> bytes:
        """Returns a request as it is sent."""
        known = self.etags.get(line.path) if line.kind in (AGAIN, PROGRAM) else None
        condition = f"If-None-Match: {known.decode()}\r\n" if known else ""
        return (
            f"GET {line.path} HTTP/1.1\r\nHost: {self.host}\r\n{HEADERS[line.kind]}{condition}\r\n".encode()
        )

    def ask(self, line: LogLine, due: float) -> None:
        """Asks on a connection that is free, or on a new one, or later when there are enough."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.transport.is_closing():
                connection.ask(line, due)
                return
        self._waiting.append((line, due))
        if self._opened < CONNECTIONS:
            self._opened += 1
            task = asyncio.get_running_loop().create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: Connection(self), "127.0.0.1", self.port
            )
        except OSError:
            self._opened -= 1
            if self._waiting:
                self.note(*self._waiting.popleft(), Answer())

    def take_up(self, connection: Connection) -> None:
        """Gives a connection that is free the next request."""
        if self._waiting:
            connection.ask(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lose(self, connection: Connection) -> None:
        """Forgets a connection; another takes its place where somebody waits."""
        self._opened -= 1
        if connection in self._idle:
            self._idle.remove(connection)
        if self._waiting:
            self.ask(*self._waiting.popleft())

    def note(self, line: LogLine, due: float, answer: Answer) -> None:
        """Counts an answer, with the time since its moment."""
        now = time.monotonic()
        tally = self.tally
        self._unanswered -= 1
        tally.last = now
        tally.statuses[answer.status] += 1
        if answer.status not in EXPECTED[line.kind]:
            tally.wrong[f"{answer.status} for {line.kind} {line.path}"] += 1
        found = class_of(line.path, answer)
        tally.times[found][round((now - due) * 10_000)] += 1
        if (now - due) * 1000 > LONGEST_P99_MS.get(found, math.inf):
            tally.slow[int(due - self.start)] += 1
        if found == NOT_CACHED:
            tally.made[part_of(line.path)] += 1
        if answer.headers.get(PAGE_KEY):
            self.pages.add(line.path)
        # The site's own 304 does not say whose view it is; nginx lets it through where it waited too long for a page.
        if line.kind in PEOPLE and answer.status in (200, 304) and line.path in self.pages:
            tally.views += 1
        if etag := answer.headers.get(b"etag"):
            self.etags[line.path] = etag

    async def replay(self, file: Path, part: int, parts: int, start: float, scale: float) -> None:
        """Asks for each line of a part, a second of the day being `scale` seconds here; waits for the answers."""
        # Not the loop's: that of uvloop counts whole milliseconds.
        clock, due, self.start = time.monotonic, 0.0, start
        for line in read(file, part, parts):
            due = start + line.second * scale
            # Also when it is late, so that answers are read meanwhile.
            await asyncio.sleep(left + TICK if (left := due - clock()) > 0 else 0)
            self.tally.late[round((clock() - due) * 10_000)] += 1
            self._unanswered += 1
            self.ask(line, due)
        self.tally.last = self.tally.last or clock()
        while self._unanswered and clock() < max(self.tally.last, due) + PATIENCE:
            await asyncio.sleep(0.05)
        if self._unanswered:
            self.tally.statuses[0] += self._unanswered
            self.tally.wrong["0: no answer until the end"] += self._unanswered


def main(file: str, port: str, host: str, part: str, parts: str, start: str, scale: str) -> None:
    """Replays one part, and prints what came."""
    client = Client(int(port), host)
    uvloop.run(client.replay(Path(file), int(part), int(parts), float(start), float(scale)))
    client.tally.cpu = time.process_time()
    sys.stdout.write(json.dumps(client.tally.as_json()))


if __name__ == "__main__":
    main(*sys.argv[1:])
