"""Asks a server with the OpenAI interface of embeddings, by HTTP or through a local socket."""

import http.client
import io
import json
import math
import os
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from search.meaning.embedder import EmbedderUnavailable, Vector

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PASSAGES_SECONDS = 30.0
"""How long a batch of passages may take in all: less than a worker that is to stop is given."""
_SMALLEST, _LARGEST = 1e-6, 1e6
"""Between these is the largest number of a vector that says something."""
_LARGEST_NUMBER = 32
"""Characters that a number of an answer may have, with what stands around it."""


class _Unfit(ValueError):
    """Raised with a sentence of ours for an answer that holds no vectors."""


class _Reader(io.RawIOBase):
    """What comes from a socket until a moment: its own time-out limits each step, not the whole."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        super().__init__()
        self._sock, self._end = sock, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._sock.settimeout(_left(self._end))
        return self._sock.recv_into(buffer)


class _BoundedSocket:
    """What `http.client` uses of a socket, until a moment. Who made the socket closes it."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self._sock, self._end = sock, end

    def sendall(self, told: bytes) -> None:
        self._sock.settimeout(_left(self._end))
        self._sock.sendall(told)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._end))

    def close(self) -> None:
        """Does nothing: the answer may still be read."""


def _left(end: float) -> float:
    if (left := end - time.monotonic()) <= 0:
        raise TimeoutError
    return left


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Returns the context of all connections: to load the authorities takes a good part of a query's time."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Prefixes:
    """What a model wants to stand before queries and passages, as E5 does."""

    query: str = ""
    passage: str = ""


class _LocalConnection(http.client.HTTPConnection):
    """HTTP through a socket of this machine."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connects to the socket's file."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        if number := self.sock.connect_ex(self._path):
            raise OSError(number, os.strerror(number))


class HttpEmbedder:
    """An embedder behind an address: `http(s)://…/v1`, or `unix:` and the path of our own model's socket.

    Our own model is told by `input_type` what is a query; others get their prefixes. Each request has a connection of
    its own, so that nothing is left of one that was given up.
    """

    def __init__(
        self,
        address: str,
        name: str,
        dimensions: int,
        timeout: float,
        prefixes: Prefixes | None = None,
        key: str = "",
    ) -> None:
        """`timeout` is how many seconds a query may take; but for names and connections, who asks limits (`asking`)."""
        self.name, self.dimensions = name, dimensions
        self._address, self._timeout, self._key = address, timeout, key
        self._is_own = address.startswith("unix:")
        self._prefixes = prefixes or Prefixes()

    def embed_query(self, text: str) -> Vector:
        """Returns the vector of what somebody typed."""
        return self._ask([self._prefixes.query + text], "query", self._timeout)[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """Returns the vectors of texts that are searched."""
        return self._ask([self._prefixes.passage + text for text in texts], "passage", PASSAGES_SECONDS)

    def _ask(self, texts: list[str], kind: str, seconds: float) -> list[Vector]:
        asked: dict[str, object] = {"model": self.name, "input": texts, "encoding_format": "float"}
        if self._is_own:
            asked["input_type"] = kind
        try:
            return self._vectors(self._post(json.dumps(asked).encode(), len(texts), seconds), len(texts))
        except Exception as error:  # noqa: BLE001  # whatever a server sends
            # Its words, which may be people's own or the key, go into no log.
            raise EmbedderUnavailable(_reason_of(error)) from None

    def _connection(self, seconds: float) -> tuple[http.client.HTTPConnection, str]:
        if self._is_own:
            return _LocalConnection(self._address.removeprefix("unix:"), seconds), "/v1/embeddings"
        parts = urlsplit(self._address)
        path = parts.path.rstrip("/").removesuffix("/embeddings") + "/embeddings"
        host = parts.hostname or ""
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=_tls()), path
        return http.client.HTTPConnection(host, parts.port, timeout=seconds), path

    def _post(self, body: bytes, texts: int, seconds: float) -> object:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        end = time.monotonic() + seconds
        connection, path = self._connection(seconds)
        connection.send(b"")  # opens it
        with closing(connection.sock) as sock, closing(connection):
            connection.sock = cast(socket.socket, _BoundedSocket(sock, end))
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            most = (self.dimensions * _LARGEST_NUMBER + 1_000) * texts + 10_000
            answer = response.read(most + 1)
            if response.status != http.client.OK:
                raise _Unfit(f"the server answered {response.status}")
            if len(answer) > most:
                raise _Unfit("the answer is longer than its vectors can be")
        told: object = json.loads(answer)
        return told

    def _vectors(self, told: object, texts: int) -> list[Vector]:
        rows = told["data"] if isinstance(told, dict) else None
        if not isinstance(rows, list) or len(rows) != texts:
            raise _Unfit(f"{texts} vectors were asked for")
        vectors = [
            tuple(float(number) for number in row["embedding"])
            for row in sorted(rows, key=lambda row: int(row["index"]))
        ]
        for vector in vectors:
            if len(vector) != self.dimensions:
                raise _Unfit(f"a vector has {len(vector)} numbers, {self.dimensions} were expected")
            if not all(map(math.isfinite, vector)) or not _SMALLEST < max(map(abs, vector)) < _LARGEST:
                raise _Unfit("a vector points nowhere")
        return vectors


def _reason_of(error: Exception) -> str:
    """Returns what is wrong, by its type alone but for sentences of ours and of the system."""
    told = str(error) if isinstance(error, _Unfit) else getattr(error, "strerror", None)
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
