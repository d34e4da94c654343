"""Asks a server with the OpenAI interface of embeddings, by HTTP or through a local socket."""

import http.client
import json
import math
import os
import socket
import ssl
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from search.meaning.embedder import EmbedderUnavailable, Vector

PASSAGES_SECONDS = 60.0
"""How long a batch of passages may take."""
_LARGEST_NUMBER = 32
"""Characters that a number of an answer may have, with what stands around it."""


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
        """`timeout` is how many seconds each step of a query may take; who asks limits the whole (`asking`)."""
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
        except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError, RecursionError) as error:
            raise EmbedderUnavailable(f"{type(error).__name__}: {error}") from error

    def _connection(self, seconds: float) -> tuple[http.client.HTTPConnection, str]:
        if self._is_own:
            return _LocalConnection(self._address.removeprefix("unix:"), seconds), "/v1/embeddings"
        parts = urlsplit(self._address)
        path = parts.path.rstrip("/").removesuffix("/embeddings") + "/embeddings"
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context), path
        return http.client.HTTPConnection(host, parts.port, timeout=seconds), path

    def _post(self, body: bytes, texts: int, seconds: float) -> object:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection, path = self._connection(seconds)
        with closing(connection):
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            most = (self.dimensions * _LARGEST_NUMBER + 1_000) * texts + 10_000
            answer = response.read(most + 1)
            if response.status != http.client.OK:
                raise ValueError(f"the server answered {response.status}")
            if len(answer) > most:
                raise ValueError("the answer is longer than its vectors can be")
        told: object = json.loads(answer)
        return told

    def _vectors(self, told: object, texts: int) -> list[Vector]:
        rows = told["data"] if isinstance(told, dict) else None
        if not isinstance(rows, list) or len(rows) != texts:
            raise ValueError(f"{texts} vectors were asked for")
        vectors = [
            tuple(float(number) for number in row["embedding"])
            for row in sorted(rows, key=lambda row: int(row["index"]))
        ]
        for vector in vectors:
            if len(vector) != self.dimensions:
                raise ValueError(f"a vector has {len(vector)} numbers, {self.dimensions} were expected")
            if not all(map(math.isfinite, vector)) or not any(vector):
                raise ValueError("a vector points nowhere")
        return vectors
