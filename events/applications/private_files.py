"""Keeps files that no address of media serves, and sends them to who may have them."""

from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseBase

from events.models.call import private_storage
from fedcms.media.document_content import ending_of
from fedcms.media.views import protect

FOLDER = "applications"


def keep_file(content: BinaryIO, name: str) -> str:
    """Stores a file under a name that says nothing of it; returns that. Who calls deletes it if its row is not kept."""
    return private_storage().save(f"{FOLDER}/{uuid4().hex}.{ending_of(name)}", File(content))


def drop_file(stored: str) -> None:
    """Deletes a file at once, and is content if it is gone."""
    if stored:
        private_storage().delete(stored)


def drop_file_after_commit(stored: str) -> None:
    """Deletes a file when the transaction that forgets it has ended well.

    Should the bucket be away just then, `drop_lost_files` finds it.
    """
    transaction.on_commit(partial(drop_file, stored), robust=True)


def send_private(stored: str, name: str) -> HttpResponseBase:
    """Returns a file as one to save, under a name; nobody keeps it on the way. Raises `Http404` if it is gone."""
    try:
        file = private_storage().open(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name)
    return protect(response, cache_control="private, no-store")
