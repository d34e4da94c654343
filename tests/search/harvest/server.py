"""A web site on 127.0.0.1 that misbehaves as told: each path has its own answer, and every request is kept."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request, with short words to answer it."""

    protocol_version = "HTTP/1.1"
    site: "Site"

    def _answer(self) -> None:
        self.close_connection = True
        self.site.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
        handler = self.site.answers.get(self.path.partition("?")[0])
        with contextlib.suppress(OSError):
            if handler is None:
                self.say(404, b"nothing here")
            else:
                handler(self)

    do_GET = do_HEAD = _answer  # noqa: N815

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; `content_type="…"` becomes Content-Type."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def drip(self, pieces: Iterator[bytes], pause: float) -> None:
        """Raw bytes, one piece after the other, until the other side has enough."""
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, *args: object) -> None:
        """Silence."""


@dataclass
class Site:
    """What is answered where, and what was asked."""

    base: str
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """The same answer each time; returns the address."""
        data = body.encode() if isinstance(body, str) else body
        return self.by(path, lambda exchange: exchange.say(status, data, **headers))

    def by(self, path: str, handler: Handler) -> str:
        """An answer of one's own; returns the address."""
        self.answers[path] = handler
        return self.base + path

    def paths(self, method: str = "") -> list[str]:
        """What was asked, without robots.txt."""
        return [path for verb, path, _h in self.asked if path != "/robots.txt" and method in ("", verb)]


@contextlib.contextmanager
def running_site() -> Iterator[Site]:
    """A site of its own port, until the end of the block."""
    handler = type("OneExchange", (Exchange,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.site = site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
