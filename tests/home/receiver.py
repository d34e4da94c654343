"""A partner's server on 127.0.0.1 that misbehaves as told, and keeps every message that it got."""

import contextlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

SELF_SIGNED = Path(__file__).parent.parent / "data" / "self_signed.pem"
Answerer = Callable[["Exchange"], None]


@dataclass(frozen=True)
class Received:
    """One request: names of headers are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, object]:
        """The body of a webhook."""
        value: dict[str, object] = json.loads(self.body)
        return value

    @property
    def data(self) -> dict[str, object]:
        """What the message says of the page."""
        value = self.message["data"]
        assert isinstance(value, dict)
        return value

    @property
    def form(self) -> dict[str, str]:
        """The body of a ping."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


class Exchange(BaseHTTPRequestHandler):
    """One request, with short words to answer it."""

    protocol_version = "HTTP/1.1"
    receiver: "Receiver"

    def do_POST(self) -> None:  # http.server calls it so
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.received.append(Received(self.path, headers, body))
        with contextlib.suppress(OSError):
            self.receiver.answers.get(self.path, lambda each: each.say(204))(self)

    do_GET = do_POST  # noqa: N815  # a redirect that is followed arrives so

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; `retry_after="…"` becomes Retry-After."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silence."""


@dataclass
class Receiver:
    """What is answered at which path (204 where nothing is said), and what came."""

    base: str
    answers: dict[str, Answerer] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Lets go of whoever waits in `hang`."""

    def at(self, path: str, status: int = 204, body: bytes = b"", **headers: str) -> str:
        """The same answer each time; returns the address."""
        return self.by(path, lambda exchange: exchange.say(status, body, **headers))

    def by(self, path: str, answer: Answerer) -> str:
        """An answer of one's own; returns the address."""
        self.answers[path] = answer
        return self.base + path

    def hang(self, path: str) -> str:
        """No answer while the test runs."""
        return self.by(path, lambda exchange: self.released.wait(30) and None)

    def of(self, path: str) -> list[Received]:
        """What came at a path, in order."""
        return [each for each in self.received if each.path == path]

    def events(self, path: str) -> list[object]:
        """The types of what came at a path, in order."""
        return [each.message["type"] for each in self.of(path)]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever breaks off is none."""


@contextlib.contextmanager
def running_receiver(*, tls: bool = False) -> Iterator[Receiver]:
    """A server of its own port, until the end of the block; with `tls`, its certificate is signed by nobody."""
    handler = type("OneExchange", (Exchange,), {})
    server = _Quiet(("127.0.0.1", 0), handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SELF_SIGNED)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    handler.receiver = receiver = Receiver(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
