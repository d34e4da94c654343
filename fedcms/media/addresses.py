"""Says at which path a stored file is; of local files each path is made once a process."""

from functools import lru_cache

from django.core.files.storage import FileSystemStorage, Storage


def address_in(storage: Storage, name: str) -> str:
    """Returns the path of a file in a storage. A local file's name alone decides it."""
    if isinstance(storage, FileSystemStorage) and storage.__class__.url is FileSystemStorage.url:
        return _path_of(name, storage.base_url)
    return str(storage.url(name))


@lru_cache(maxsize=4096)
def _path_of(name: str, base_url: str) -> str:
    """Makes a path. Cached: a page shows some thirty, and each is joined and quoted anew."""
    return str(FileSystemStorage(base_url=base_url).url(name))
