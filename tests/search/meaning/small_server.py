"""A small server with the OpenAI interface of embeddings, which misbehaves when it is told to."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DIMENSIONS = 16
# Words of several languages that mean the same point the same way; all other words point along the last.
MEANINGS: Sequence[frozenset[str]] = (
    frozenset({"bicyclette", "vélo", "bicyclerte", "bicycle", "bike", "bicicleta", "دراجة"}),
    frozenset({"piano", "clavier", "keyboard", "teclado"}),
    frozenset({"harcèlement", "intimidation", "bullying", "acoso"}),
)

# What no vector can be made of: without direction, beyond what a machine's numbers hold, and all but nothing.
NUMBERS: Mapping[str, object] = {"nowhere": float("nan"), "endless": 10**400, "tiny": 5e-324}


def vector_of(text: str) -> list[float]:
    """The vector of a text: how often it speaks of each thing."""
    vector = [0.0] * DIMENSIONS
    for word in text.lower().replace(",", " ").replace(".", " ").split():
        for place, words in enumerate(MEANINGS):
            if word in words:
                vector[place] += 1.0
                break
        else:
            vector[DIMENSIONS - 1] += 0.01
    return vector


class SmallServer(ThreadingHTTPServer):
    """Answers as `mode` says: "well", "slow", "hang", "drip", "refuse", "nonsense"… or by one of `NUMBERS`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "well"
        self.dimensions = DIMENSIONS
        self.kills_it = ""
        self.asked: list[list[str]] = []
        self.headers: list[dict[str, str]] = []
        self.let_go = threading.Event()

    @property
    def url(self) -> str:
        """Its address, as FEDCMS_EMBEDDER takes it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: clients that give up are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: SmallServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked["input"])
        self.server.headers.append(dict(self.headers))
        mode = self.server.mode
        if self.server.kills_it and any(self.server.kills_it in text for text in asked["input"]):
            return
        if mode == "hang":
            self.server.let_go.wait(20)
            return
        if mode == "slow":
            self.server.let_go.wait(20)
        self.send_response(500 if mode == "refuse" else 200)
        with suppress(OSError):
            if mode == "headers":
                self._drip(b"X-Wait: a little\r\n" * 1_000)
            body = self._body(asked["input"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if mode == "drip":
                self._drip(body)
            self.wfile.write(body)

    def _drip(self, told: bytes) -> None:
        self.flush_headers()
        for letter in told:
            if self.server.let_go.is_set():
                return
            self.wfile.write(bytes([letter]))
            time.sleep(0.02)

    def _body(self, texts: Sequence[str]) -> bytes:
        mode, more = self.server.mode, [0.0] * (self.server.dimensions - DIMENSIONS)
        rows: list[list[object]] = [[*vector_of(text), *more] for text in texts]
        if mode == "short":
            rows = [row[:-1] for row in rows]
        elif mode == "echo":
            rows = [[text] * DIMENSIONS for text in texts]
        elif mode in NUMBERS:
            rows = [[NUMBERS[mode]] * DIMENSIONS for _row in rows]
        data = [{"index": index, "embedding": row} for index, row in enumerate(rows)]
        body = json.dumps({"data": data[::-1]}).encode()
        if mode == "nonsense":
            body = b"<html>"
        elif mode == "huge":
            body += b" " * 1_000_000
        elif mode == "drip":
            body = b" " * 1_000 + body
        return body

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def small_server() -> Iterator[SmallServer]:
    """A server that runs, ended at the end."""
    with SmallServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.let_go.set()
            server.shutdown()
