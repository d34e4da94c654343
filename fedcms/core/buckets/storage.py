"""The storage of files in a bucket: its errors are those that the site knows, its addresses the site's own.

Names, parameters and uploads are django-storages'.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri

from fedcms.core.buckets.errors import BucketAwayError, BucketSilentError, NameTakenError, as_errors_of_files
from fedcms.core.buckets.reading import opened
from fedcms.core.media_types import media_type_of

try:
    from botocore.config import Config
    from storages.backends.s3 import S3Storage
    from storages.utils import ReadBytesWrapper, clean_name, safe_join
except (ImportError, ImproperlyConfigured) as error:
    raise ImproperlyConfigured(
        "FEDCMS_S3_BUCKET is set, and boto3 or django-storages is not installed:"
        " pip install --require-hashes -r requirements/s3.txt, or unset it."
    ) from error

SIGNED_SECONDS = 24 * 60 * 60
"""How long an address holds by which the proxy fetches a file. No reader is told it."""
_MOST_SIZES = 10_000
_SIZE_SECONDS = 300.0
_MOST_NAMES = 20
_REST_SECONDS = 5.0
"""So long a bucket that did not answer is not asked again: a feed asks for the size of each of its images."""
CLIENT = Config(
    signature_version="s3v4",
    # The bucket is in the path, so that one location of nginx leads to it.
    s3={"addressing_style": "path"},
    connect_timeout=2,
    read_timeout=15,
    # A file that was stored, and whose answer was lost, would be stored again under another name.
    retries={"total_max_attempts": 1, "mode": "standard"},
    # Sums in trailers are Amazon's; other servers refuse them.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@dataclass(frozen=True)
class StoredFile:
    """A file of a bucket. `modified` is in UTC."""

    name: str
    size: int
    modified: datetime


class BucketStorage(S3Storage):
    """Keeps the files below `location` in a bucket. Nothing is ever written over, and no file has a public address.

    Every method that asks the bucket raises `BucketAwayError` when it does not answer.
    """

    def __init__(self, *, base_url: str | None, **options: str | None) -> None:
        """Takes options of django-storages'. Without `base_url`, its files have no address at all."""
        self.base_url = base_url
        self._sizes: dict[str, tuple[int, float]] = {}
        self._rests_until = 0.0
        super().__init__(
            **options,
            client_config=CLIENT,
            default_acl=None,
            file_overwrite=False,
        )

    def url(self, name: str) -> str:
        """Returns the path of a file on the site, whose view asks who may have it. Raises `ValueError` without one."""
        if self.base_url is None:
            raise ValueError("This file has no address.")
        return urljoin(self.base_url, filepath_to_uri(name).lstrip("/"))

    def signed_path(self, name: str) -> str:
        """Returns path and query by which the bucket gives a file to whoever asks, for a day; no slash first."""
        with self._asking(name):
            address = self._client.generate_presigned_url(
                "get_object", Params=self._where(name), ExpiresIn=SIGNED_SECONDS
            )
        parts = urlsplit(address)
        return f"{parts.path.lstrip('/')}?{parts.query}"

    def size(self, name: str) -> int:
        """Returns the bytes of a file, as they were within five minutes: feeds name those of each image.

        Raises `FileNotFoundError`.
        """
        known, until = self._sizes.get(name, (0, 0.0))
        if until > time.monotonic():
            return known
        with self._asking(name):
            found = int(self._client.head_object(**self._where(name))["ContentLength"])
        if len(self._sizes) >= _MOST_SIZES:
            self._sizes.clear()
        self._sizes[name] = found, time.monotonic() + _SIZE_SECONDS
        return found

    def exists(self, name: str) -> bool:
        """Returns whether there is a file of this name now."""
        try:
            with self._asking(name):
                self._client.head_object(**self._where(name))
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Deletes a file, and is content if it is gone."""
        self._sizes.pop(name, None)
        with self._asking(name):
            self._client.delete_object(**self._where(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Returns the folders and files in a folder; none of one that does not exist."""
        with self._asking(name):
            folders, files = super().listdir(name)
        return folders, files

    def get_modified_time(self, name: str) -> datetime:
        """Returns when a file was stored. Raises `FileNotFoundError`."""
        with self._asking(name):
            found: datetime = self._client.head_object(**self._where(name))["LastModified"]
        return found

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if mode != "rb":
            raise ValueError("Files of a bucket are opened to be read; store another to change one.")
        where = self._where(name)
        with self._asking(name):
            return File(opened(self._client, where["Bucket"], where["Key"]), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Returns the name under which the content is stored: another one, where another process was quicker."""
        content.seek(0)
        body = ReadBytesWrapper(content)
        for _try in range(_MOST_NAMES):
            try:
                with self._asking(name):
                    self._client.put_object(
                        **self._where(name), Body=body, ContentType=media_type_of(name), IfNoneMatch="*"
                    )
            except NameTakenError:
                content.seek(0)
                name = self.get_available_name(name)
            else:
                self._sizes.pop(name, None)
                return name
        raise BucketAwayError("The bucket takes no name.")

    def look(self) -> None:
        """Raises `BucketAwayError` unless the bucket answers."""
        try:
            with self._asking(self.bucket_name):
                self._client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as error:
            raise BucketAwayError("There is no such bucket.") from error

    def all_files(self) -> Iterator[StoredFile]:
        """Yields every file, a thousand a request."""
        prefix = self._where("")["Key"].rstrip("/") + "/"
        with self._asking(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=prefix
            )
            for page in pages:
                for found in page.get("Contents", ()):
                    # Consoles make folders: empty objects whose names end so.
                    if found["Key"].endswith("/"):
                        continue
                    yield StoredFile(found["Key"].removeprefix(prefix), found["Size"], found["LastModified"])

    def fetch(self, name: str, path: Path) -> None:
        """Copies a file to a path. Raises `FileNotFoundError`."""
        where = self._where(name)
        with self._asking(name):
            self._client.download_file(where["Bucket"], where["Key"], str(path))

    def put_back(self, name: str, path: Path) -> None:
        """Stores the file of a path under just this name, in place of what is there."""
        self._sizes.pop(name, None)
        with self._asking(name), path.open("rb") as body:
            self._client.put_object(**self._where(name), Body=body, ContentType=media_type_of(name))

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        if self._rests_until > time.monotonic():
            raise BucketAwayError("The bucket did not answer a moment ago.")
        try:
            with as_errors_of_files(name):
                yield
        except BucketSilentError:
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise

    @property
    def _client(self):  # type: ignore[no-untyped-def]  # boto3 makes its classes as it runs
        return self.connection.meta.client

    def _where(self, name: str) -> dict[str, str]:
        try:
            key = safe_join(self.location, clean_name(name))
        except ValueError as error:
            raise SuspiciousOperation(f"{name!r} leads out of the folder of the bucket.") from error
        return {"Bucket": self.bucket_name, "Key": key}
