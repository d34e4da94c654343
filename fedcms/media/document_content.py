"""Checks that the content of a document is what its ending says, without macros and without dangerous archives."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The kind of its main part, which a file of Microsoft's formats lists; the part itself may have any name (ISO 29500-2).
OFFICE_KINDS = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
TEXTS = ("csv", "ics", "txt")
MOST_ENTRIES = 10_000
LARGEST_DIRECTORY = 4 * 2**20
# An archive that takes more on the reader's disk, or that grows more than this, is a trap.
LARGEST_UNPACKED = 2 * 2**30
MOST_GROWTH, GROWTH_FROM = 200, 100 * 2**20
# Where office programs keep macros: OpenDocument's two folders, and Excel's old sheets of them.
_MACROS = ("basic/", "scripts/", "xl/macrosheets/")
# Where Microsoft's say what each part is, whatever its name.
_LIST_OF_KINDS = "[content_types].xml"
_KINDS_OF_MACROS = (b"macroenabled", b"vbaproject", b"macrosheet")
LARGEST_LIST = 2**20

# What Python raises for an archive that is damaged, encrypted, or packed in a way that it does not know.
_DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
_END_OF_ARCHIVE, _LONGEST_END = b"PK\x05\x06", 22 + 65_535
# The larger form of the end, and what leads to it, stand before the end (ZIP64).
_LARGE_END, _LARGE_LENGTH, _LOCATOR, _LOCATOR_LENGTH = b"PK\x06\x06", 56, b"PK\x06\x07", 20
_DRIVE = re.compile(r"^[A-Za-z]:")


def ending_of(name: str) -> str:
    """Returns the ending of a file's name, in small letters, without its dot."""
    return PurePath(name).suffix.lower().lstrip(".")


def check_content(file: BinaryIO, name: str) -> None:
    """Raises `ValidationError`, in words, for a document that is not what its name says, or that is a trap.

    Reads a bounded part of it into memory at once; leaves the file at its beginning.
    """
    ending = ending_of(name)
    file.seek(0)
    try:
        if ending == "pdf":
            _check_pdf(file)
        elif ending in TEXTS:
            _check_text(file, ending)
        elif ending in OFFICE_KINDS or ending in OPEN_DOCUMENTS or ending == "zip":
            _check_archive(file, ending)
    finally:
        file.seek(0)


def _not_a(ending: str) -> ValidationError:
    return ValidationError(
        _("Ce fichier n’est pas un .%(ending)s : son contenu ne correspond pas à son nom.")
        % {"ending": ending},
        code="content",
    )


def _refuse(message: str) -> ValidationError:
    return ValidationError(message, code="content")


def _check_pdf(file: BinaryIO) -> None:
    # Readers of PDF accept up to a kilobyte before its mark.
    if b"%PDF-" not in file.read(1024):
        raise _not_a("pdf")


def _check_text(file: BinaryIO, ending: str) -> None:
    first = file.read(1024)
    is_wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    if ending == "ics" and b"BEGIN:VCALENDAR" not in first.replace(b"\0", b"").upper():
        raise _not_a(ending)
    block = first
    while block and not is_wide:
        if b"\0" in block:
            raise _not_a(ending)
        block = file.read(2**20)


def _check_archive(file: BinaryIO, ending: str) -> None:
    _check_directory(file, ending)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_size(entries)
            _check_kind(archive, {entry.filename for entry in entries}, ending)
    except _DAMAGED:
        raise _not_a(ending) from None


def _check_directory(file: BinaryIO, ending: str) -> None:
    """Reads how large the list of contents is before Python reads all of it into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_END - _LARGE_LENGTH - _LOCATOR_LENGTH))
    end = file.read()
    start = end.rfind(_END_OF_ARCHIVE)
    if start < 0 or len(end) - start < 22:
        raise _not_a(ending)
    entries = int.from_bytes(end[start + 10 : start + 12], "little")
    directory = int.from_bytes(end[start + 12 : start + 16], "little")
    locator = start - _LOCATOR_LENGTH
    large = end[max(0, locator - _LARGE_LENGTH) : max(0, locator)]
    if end.startswith(_LOCATOR, max(0, locator)) and large.startswith(_LARGE_END):
        # Python believes these sizes, and reads them here.
        entries = int.from_bytes(large[32:40], "little")
        directory = int.from_bytes(large[40:48], "little")
    if entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise _refuse(_("Cette archive contient trop de fichiers."))
    file.seek(0)


def _check_size(entries: Iterable[zipfile.ZipInfo]) -> None:
    packed = unpacked = 0
    for entry in entries:
        packed, unpacked = packed + entry.compress_size, unpacked + entry.file_size
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            raise _refuse(_("Cette archive écrirait hors de son dossier : refaites-la."))
    is_bomb = unpacked > GROWTH_FROM and unpacked > MOST_GROWTH * max(packed, 1)
    if unpacked > LARGEST_UNPACKED or is_bomb:
        raise _refuse(
            _("Cette archive deviendrait énorme une fois dépliée : refaites-la avec moins de fichiers.")
        )


def _check_kind(archive: zipfile.ZipFile, names: set[str], ending: str) -> None:
    # First: a document with macros under the ending of one without is to be saved without them, not renamed.
    if ending != "zip" and _has_macros(archive, names):
        raise _refuse(_("Ce fichier contient des macros : enregistrez-le sans elles."))
    if ending in OFFICE_KINDS and not _lists_kind(archive, OFFICE_KINDS[ending]):
        raise _not_a(ending)
    if ending in OPEN_DOCUMENTS:
        # Other ways of packing unfold more of it than is asked for.
        packed = archive.getinfo("mimetype").compress_type if "mimetype" in names else None
        if packed not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _not_a(ending)
        with archive.open("mimetype") as kind:
            if kind.read(100).strip() != OPEN_DOCUMENTS[ending]:
                raise _not_a(ending)


def _has_macros(archive: zipfile.ZipFile, names: Iterable[str]) -> bool:
    """Returns whether an office file has programs: by the names of its parts, or by what it says that they are."""
    small = [name.lower().lstrip("/") for name in names]
    if any(name.startswith(_MACROS) or name.endswith("vbaproject.bin") for name in small):
        return True
    return _lists_kind(archive, *_KINDS_OF_MACROS)


def _lists_kind(archive: zipfile.ZipFile, *kinds: bytes) -> bool:
    """Returns whether the list of the parts' kinds, or one of several, has one of these. Raises `BadZipFile`."""
    lists = [entry for entry in archive.infolist() if entry.filename.lower() == _LIST_OF_KINDS]
    return any(kind in _list_of(archive, entry) for entry in lists for kind in kinds)


def _list_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # Other ways of packing unfold more than is asked for.
    if entry.file_size > LARGEST_LIST or entry.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise zipfile.BadZipFile
    with archive.open(entry) as part:
        return part.read(LARGEST_LIST).replace(b"\0", b"").lower()
