"""Says at which path a stored file is, for readers and for the proxy; of local files each is made once a process."""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils import timezone

from fedcms.core.shown_tags import note_moment

_OF_A_SESSION = timedelta(minutes=5)
"""So long an address is kept that a session signed."""


def address_in(storage: Storage, name: str) -> str:
    """Returns the path of a file in a storage. A local file's name alone decides it."""
    if isinstance(storage, FileSystemStorage) and storage.__class__.url is FileSystemStorage.url:
        return _path_of(name, storage.base_url)
    return str(storage.url(name))


@lru_cache(maxsize=4096)
def _path_of(name: str, base_url: str) -> str:
    """Makes a path. Cached: a page shows some thirty, and each is joined and quoted anew."""
    return str(FileSystemStorage(base_url=base_url).url(name))


def address_for_proxy(name: str) -> str:
    """Returns the internal address by which the proxy sends a stored file (`X-Accel-Redirect`).

    Of a bucket's file it is signed, for a day: what is kept of an answer ends within hours. Without keys of its own
    the site signs by the role of its machine, whose session boto3 renews some minutes before its end.
    """
    if not settings.FEDCMS_S3_BUCKET:
        return str(settings.FEDCMS_ACCEL_REDIRECT) + quote(name)
    if not settings.FEDCMS_S3_ACCESS_KEY:
        note_moment(timezone.now() + _OF_A_SESSION)
    # BucketStorage, whose packages are an extra.
    return f"{settings.FEDCMS_ACCEL_REDIRECT}{default_storage.signed_path(name)}"  # type: ignore[attr-defined]
