"""An object of a bucket as a file to read: nothing of it is copied to the disk, and what is not read is not fetched."""

import io
from typing import TYPE_CHECKING

from fedcms.core.buckets.errors import NameTakenError, as_errors_of_files

if TYPE_CHECKING:
    from botocore.client import BaseClient

AT_A_TIME = 2**20
"""Bytes of a request for a part: a press kit reads the beginnings of hundreds of files, and then each of them."""


class _Object(io.RawIOBase):
    """Asks for parts of one object, as it was when it was opened."""

    def __init__(self, client: "BaseClient", bucket: str, key: str) -> None:
        self._client, self._where, self._at = client, {"Bucket": bucket, "Key": key}, 0
        with as_errors_of_files(key):
            head = client.head_object(**self._where)
        self._size: int = head["ContentLength"]
        self._etag: str = head["ETag"]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # a buffer, as typeshed says
        part = self._part(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def readall(self) -> bytes:
        """Returns the rest, in one request: Python's own asks for 8 kB at a time."""
        return self._part(self._size)

    def _part(self, length: int) -> bytes:
        end = min(self._at + length, self._size)
        if end <= self._at:
            return b""
        key = self._where["Key"]
        try:
            with as_errors_of_files(key):
                answer = self._client.get_object(
                    **self._where, Range=f"bytes={self._at}-{end - 1}", IfMatch=self._etag
                )
                part: bytes = answer["Body"].read()
        except NameTakenError as error:
            raise FileNotFoundError(f"{key} has become another file while it was read.") from error
        self._at += len(part)
        return part


def opened(client: "BaseClient", bucket: str, key: str) -> io.BufferedReader:
    """Returns an object to read. Raises `FileNotFoundError`, or `BucketAwayError`, then also while it is read."""
    return io.BufferedReader(_Object(client, bucket, key), AT_A_TIME)
