"""Reads one answer of HTTP/1.1 from pieces as they arrive; of its body, the length alone is of interest."""

from dataclasses import dataclass, field

_END = b"\r\n\r\n"


@dataclass
class Answer:
    """An answer that is arriving; `feed` says when it is whole."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    _buffer: bytearray = field(default_factory=bytearray)
    _left: int | None = None
    """Bytes of the body, or of the chunk, that have not come yet; None before the head was read."""
    _is_chunked: bool = False

    @property
    def has_begun(self) -> bool:
        """Whether anything has come."""
        return bool(self._buffer) or self._left is not None

    @property
    def is_last(self) -> bool:
        """Whether the connection ends after it."""
        return self.headers.get(b"connection", b"").lower() == b"close"

    def feed(self, data: bytes) -> bool:
        """Takes a piece; returns whether the answer is whole."""
        if self._left is not None and not self._is_chunked:
            self._left -= len(data)
            return self._left <= 0
        self._buffer += data
        if self._left is None:
            end = self._buffer.find(_END)
            if end < 0:
                return False
            self._read_head(bytes(self._buffer[:end]))
            del self._buffer[: end + len(_END)]
            if not self._is_chunked:
                self._left = self._length() - len(self._buffer)
                return self._left <= 0
            self._left = 0
        return self._pass_chunks()

    def _read_head(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        self.status = int(first[9:12])
        for line in lines:
            name, _colon, value = line.partition(b":")
            self.headers[name.lower()] = value.strip()
        self._is_chunked = self.headers.get(b"transfer-encoding", b"").lower() == b"chunked"

    def _length(self) -> int:
        return 0 if self.status in (204, 304) else int(self.headers.get(b"content-length", b"0"))

    def _pass_chunks(self) -> bool:
        """Passes over all chunks that are here; returns whether the last has come."""
        while True:
            end = self._buffer.find(b"\r\n")
            if end < 0:
                return False
            size = int(bytes(self._buffer[:end]).split(b";")[0], 16)
            whole = end + 2 + size + 2
            if len(self._buffer) < whole:
                return False
            del self._buffer[:whole]
            if size == 0:
                return True
