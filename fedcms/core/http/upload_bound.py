"""Bounds the files of a request while they arrive: what is beyond FEDCMS_LARGEST_UPLOAD is dropped.

The form gets such a file with its real size and its first bytes alone, so that it says in words that it is too large,
with all that was typed. Django's own settings bound the other fields of a form, and no file.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Enough to tell what a file is.
KEPT_OF_TOO_LARGE = 64 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """The first upload handler: passes a file on to the next ones until the request has brought too much."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._received = 0
        self._first = b""
        self._is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins a file; one that follows a file that was too large is too large as well."""
        super().new_file(*args, **kwargs)
        self._first = b""
        self._is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Returns the data for the next handler, `None` once there is too much: no other handler gets it then."""
        self._received += len(raw_data)
        if len(self._first) < KEPT_OF_TOO_LARGE:
            self._first += raw_data[: KEPT_OF_TOO_LARGE - len(self._first)]
        self._is_too_large = self._is_too_large or self._received > settings.FEDCMS_LARGEST_UPLOAD
        return None if self._is_too_large else raw_data

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Returns the beginning of a file that was too large, with its real size; `None` leaves it to the next."""
        if not self._is_too_large:
            return None
        size = max(file_size, settings.FEDCMS_LARGEST_UPLOAD + 1)
        return InMemoryUploadedFile(
            BytesIO(self._first),
            self.field_name,
            self.file_name,
            self.content_type,
            size,
            self.charset,
            self.content_type_extra,
        )
