"""Reads an upload by its content: XLIFF 2, PO, or a ZIP of them, within limits."""

import io
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.file_contents import MOST_BYTES, MOST_PAGES, MOST_UNITS, FoundContent
from clusters.translation.exchange.po import read_po
from clusters.translation.exchange.xliff_reader import read_xliff

MOST_FILES = 20
"""The maximum number of files in a ZIP."""

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_upload(data: bytes) -> list[FoundContent]:
    """Returns the pages of an upload.

    Raises `Refusal` if it cannot be read or is too large; then nothing is imported.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(too_big())
    found: dict[tuple[str, ...], FoundContent] = {}
    pages = units = 0
    for part in _parts(data):
        for content in _read(part):
            pages, units = pages + 1, units + len(content.units)
            if pages > MOST_PAGES:
                raise Refusal(_("Ce fichier a trop de pages : %(count)d au plus.") % {"count": MOST_PAGES})
            if units > MOST_UNITS:
                raise Refusal(_("Ce fichier a trop de textes : %(count)d au plus.") % {"count": MOST_UNITS})
            # A page in two parts of the upload is joined: else the last of two translations of a text would win unseen.
            same = found.setdefault(_name(content), content)
            if same is not content:
                same.units += content.units
    if not any(content.units for content in found.values()):
        raise Refusal(_("Ce fichier ne contient aucun texte."))
    return list(found.values())


def _name(content: FoundContent) -> tuple[str, ...]:
    """Returns what identifies a page in a language, as far as the file says it."""
    key = content.translation or content.key
    names = (key or str(id(content)), content.source_language, content.target_language)
    return tuple(name.lower() for name in names)


def too_big() -> str:
    """Returns the sentence that says that a file is too large."""
    return _("Ce fichier est trop grand : %(size)d Mo au plus.") % {"size": MOST_BYTES // 1024 // 1024}


def _parts(data: bytes) -> list[bytes]:
    """Returns the contents of the file, or of the files in a ZIP."""
    if not data.startswith(b"PK\x03\x04"):
        return [data]
    left = 2 * MOST_BYTES
    parts: list[bytes] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info for info in archive.infolist() if _is_wanted(info)]
            if not names or len(names) > MOST_FILES:
                raise Refusal(
                    _("Un fichier ZIP contient de 1 à %(count)d fichiers PO ou XLIFF.")
                    % {"count": MOST_FILES}
                )
            for info in names:
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise Refusal(
                        _("Ce fichier ZIP est compressé d’une façon rare : refaites-le en ZIP simple.")
                    )
                # Read with a limit: the sizes that a ZIP declares may be false.
                with archive.open(info) as member:
                    part = member.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise Refusal(too_big())
                parts.append(part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        # `RuntimeError` is a ZIP with a password, `ValueError` a file name that cannot be decoded.
        raise Refusal(_("Ce fichier ZIP est abîmé, ou protégé par un mot de passe.")) from error
    return parts


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    """Returns whether an entry of a ZIP is a file, and not one that macOS adds."""
    return not info.is_dir() and not info.filename.startswith("__MACOSX/") and "/." not in f"/{info.filename}"


def _read(data: bytes) -> list[FoundContent]:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    head = data[:400].decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if "\0" in head:
        raise Refusal(_("Ce fichier n’est ni un fichier PO ni un fichier XLIFF 2."))
    return read_xliff(data.lstrip(b" \t\r\n")) if head.startswith("<") else read_po(data)
