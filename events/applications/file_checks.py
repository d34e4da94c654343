"""Checks a file that somebody sends: its size, its ending, its content, and whether it carries a virus."""

from collections.abc import Collection
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from fedcms.core.i18n.formatting import in_a_list
from fedcms.media.document_content import check_content, ending_of
from fedcms.media.virus_scan import check_for_viruses

MEGABYTE = 2**20


def check_upload(upload: File[bytes], endings: Collection[str], largest_megabytes: int) -> None:
    """Raises `ValidationError`, in words, for a file that is not taken; leaves it at its beginning.

    Not in a transaction: the scan for viruses waits for another program.
    """
    name = upload.name or ""
    if ending_of(name) not in endings:
        raise ValidationError(
            _("Ce type de fichier n’est pas accepté ici. Sont acceptés : %(types)s.")
            % {"types": in_a_list([f".{ending}" for ending in endings])},
            code="type",
        )
    if (upload.size or 0) > largest_megabytes * MEGABYTE:
        raise ValidationError(
            _("Ce fichier est trop grand : %(largest)d Mo au plus.") % {"largest": largest_megabytes},
            code="size",
        )
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide."), code="empty")
    content = content_of(upload)
    check_content(content, name)
    check_for_viruses(content)


def content_of(upload: File[bytes]) -> BinaryIO:
    """Returns an upload as the file that it stands for: it has all of its methods."""
    return cast("BinaryIO", upload)
