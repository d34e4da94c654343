"""A press kit as one ZIP that is written while it is read: stored and not packed, with its size known beforehand.

What is sent is planned first: each file is opened for a moment to learn how long its copy with credit and licence
will be. Afterwards only one piece of one file is in memory.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override
from zipstream import ZIP_STORED, ZipStream  # type: ignore[import-untyped]

from clusters.press_access.kits.contents import PressKitContents
from clusters.press_access.kits.fact_sheet import SheetNotMade, digest_of, sheet_of
from clusters.press_access.kits.file_names import UniqueNames, safe_ending, safe_stem
from clusters.press_access.kits.files import Folder, KitFile
from clusters.press_access.kits.own_sections import ABOUT
from clusters.press_access.kits.stored_sheets import fact_sheet
from clusters.press_access.kits.texts import (
    boilerplates,
    credits_file,
    embargo_notice,
    names_of_texts,
    sections_file,
)
from fedcms.media.copy_with_xmp import Part, copy_with_xmp, length_of, stream
from fedcms.media.press_copy import xmp_of

logger = logging.getLogger("fedcms.press_kits")

CREDITS = "CREDITS.txt"


@dataclass
class Archive:
    """A planned archive: `stream` yields it, `size` is its length in bytes."""

    zip_stream: ZipStream
    missing: list[KitFile] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.zip_stream)

    def stream(self) -> Iterator[bytes]:
        """Yields the archive. Raises `OSError` when a file disappears or changes meanwhile: the answer must end."""
        yield from self.zip_stream


def _folders() -> dict[Folder, str]:
    """Returns the names of the folders, in the active language."""
    return {
        Folder.LOGOS: _("Logos"),
        Folder.PHOTOGRAPHS: _("Photographies"),
        Folder.DOCUMENTS: _("Documents"),
        Folder.TEXTS: _("Textes"),
    }


Packets = Mapping[int, bytes]
"""What is written into the copies of images, by their keys."""


def packets_of(contents: PressKitContents) -> Packets:
    """Returns what is written into the copies of a kit's images, as on the site: in the main language. Each once."""
    images = {file.image.pk: file.image for file in contents.files if file.image is not None}
    with override(settings.LANGUAGE_CODE):
        return {key: xmp_of(image) for key, image in images.items()}


def _packet(file: KitFile, packets: Packets) -> bytes:
    return packets[file.image.pk] if file.image is not None else b""


def _parts(stored: str, packet: bytes) -> list[Part]:
    """Returns the parts of a file's copy. Raises `OSError` when the file is gone."""
    with default_storage.open(stored) as opened:
        return copy_with_xmp(opened, packet) if packet else [range(opened.seek(0, 2))]


def _pieces(stored: str, parts: list[Part]) -> Iterator[bytes]:
    """Yields the copy of a file, which is opened when its turn comes."""
    try:
        yield from stream(default_storage.open(stored), parts)
    except OSError:
        logger.warning("A press kit was broken off: %s is gone or has changed.", stored)
        raise


def archive_name(contents: PressKitContents, mark: str = "") -> str:
    """Returns the stem of the archive's name and of the folder in it: the kit's title, after the mark of an embargo."""
    with override(contents.language):
        name = _("Dossier de presse - %(title)s") % {"title": contents.title}
    return safe_stem(f"{mark}{name}", "press-kit")


def plan_archive(contents: PressKitContents, packets: Packets, mark: str = "") -> Archive:
    """Returns the archive of a kit, ready to be sent; nothing of its images and documents is in memory. No query."""
    root = archive_name(contents, mark)
    archive = Archive(ZipStream(compress_type=ZIP_STORED, sized=True))
    names = UniqueNames()
    names.path("", CREDITS.removesuffix(".txt"), ".txt")
    with override(contents.language):
        folders = _folders()
        sheet_name = _("Fiche de presse")
    planned: list[tuple[str, KitFile, list[Part]]] = []
    for file in contents.files:
        try:
            parts = _parts(file.stored, _packet(file, packets))
        except OSError:
            archive.missing.append(file)
            continue
        path = names.path(folders[file.folder], file.name, safe_ending(file.stored))
        planned.append((path, file, parts))
    texts = folders[Folder.TEXTS]
    text_names = names_of_texts(contents)

    def add(path: str, content: bytes) -> None:
        archive.zip_stream.add(content, f"{root}/{path}")

    if contents.notice is not None:
        add(names.path("", text_names["embargo"], ".txt"), embargo_notice(contents))
    sheet = _sheet(contents)
    described = [(path, file) for path, file, _parts in planned]
    add(CREDITS, credits_file(contents, described, archive.missing, has_sheet=bool(sheet)))
    if sheet:
        add(names.path("", f"{sheet_name} ({contents.language})", ".pdf"), sheet)
    add(names.path(texts, f"{text_names['sections']} ({contents.language})", ".txt"), sections_file(contents))
    for code, content in boilerplates(contents):
        add(names.path(texts, f"{text_names[ABOUT]} ({code})", ".txt"), content)
    for path, file, parts in planned:
        archive.zip_stream.add(_pieces(file.stored, parts), f"{root}/{path}", size=length_of(parts))
    return archive


def _sheet(contents: PressKitContents) -> bytes:
    """Returns the fact sheet; nothing of one that cannot be made: the rest goes out without it."""
    try:
        return fact_sheet(contents)
    except SheetNotMade:
        logger.exception("The archive %s goes out without its fact sheet.", contents.title)
        return b""


def digest_of_archive(contents: PressKitContents, packets: Packets, mark: str = "") -> str:
    """Returns what changes when anything in the archive does, without a look at its files."""
    said = sha256(digest_of(sheet_of(contents)).encode())
    said.update(archive_name(contents, mark).encode())
    said.update(repr(sorted(contents.boilerplate.items())).encode())
    said.update(repr((contents.left_out, contents.reserved)).encode())
    for file in contents.files:
        row = (
            file.folder,
            file.name,
            file.stored,
            file.size,
            file.digest,
            file.credit,
            str(file.get_licence_display),
        )
        said.update(repr((*row, file.reuse_limit, file.territory, file.source, file.rights_until)).encode())
        said.update(_packet(file, packets))
    return said.hexdigest()[:40]


def estimated_size(contents: PressKitContents) -> int:
    """Returns about how many bytes the archive has, without a look at its files: to be told to people."""
    return sum(file.size or 0 for file in contents.files)
