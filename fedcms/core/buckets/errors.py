"""Says what an error of a bucket means: a file that is gone, a bucket that is full, or a server that is away."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

_GONE = ("404", "NoSuchKey", "NotFound")
_CONDITION = ("PreconditionFailed", "ConditionalRequestConflict", "412")
# MinIO's and Ceph's own words, and a status of WebDAV's that others take.
_FULL = ("QuotaExceeded", "XMinioStorageFull", "507")


class BucketAwayError(Exception):
    """The server of a bucket does not answer, or refuses. No `OSError`: the file may well be there."""


class BucketSilentError(BucketAwayError):
    """The server cannot be reached, or fails whatever it is asked: it is left alone for a while."""


class NameTakenError(Exception):
    """Another process has stored a file of this name meanwhile."""


@contextmanager
def as_errors_of_files(name: str) -> Iterator[None]:
    """Raises what the rest of the site knows in place of boto3's errors.

    Raises `FileNotFoundError` for a file that is gone, `OSError` (ENOSPC) for a bucket that is full, `NameTakenError`
    for a name that must be free and is not, `BucketAwayError` for all else.
    """
    from boto3.exceptions import Boto3Error  # noqa: PLC0415  # an extra
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in _GONE:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from error
        if code in _FULL or status == HTTPStatus.INSUFFICIENT_STORAGE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name) from error
        if code in _CONDITION or status == HTTPStatus.PRECONDITION_FAILED:
            raise NameTakenError(name) from error
        is_silent = isinstance(status, int) and status >= HTTPStatus.INTERNAL_SERVER_ERROR
        kind = BucketSilentError if is_silent else BucketAwayError
        raise kind(f"The bucket refuses: {code or status}.") from error
    except (BotoCoreError, Boto3Error) as error:
        raise BucketSilentError(f"The bucket does not answer ({type(error).__name__}).") from error
