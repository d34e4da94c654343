"""Reads a file of Word (.docx): checks what it is, and returns its HTML with its images."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

import mammoth  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_FILE = 20 * 2**20
LARGEST_CONTENT = 150 * 2**20
LARGEST_TEXT = 8 * 2**20
# Together: a part may be named by many places of the text.
LARGEST_IMAGES = 60 * 2**20
MOST_PARTS = 2000
MOST_IMAGES = 50

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_TYPE = b"wordprocessingml.document.main+xml"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Citation'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
"""
UNKNOWN_STYLE = "Unrecognised paragraph style: "


@dataclass
class WordImage:
    """An image in the file."""

    content: bytes
    content_type: str
    alt_text: str


@dataclass
class WordText:
    """The HTML of the file; an `<img>` names an image by its number in `images`."""

    html: str = ""
    images: list[WordImage] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def _refuse(message: str) -> ValidationError:
    return ValidationError(message, code="word")


def _has_document_type(content: bytes) -> bool:
    """Returns whether a part declares a document type, in UTF-8 or, with zeros between its letters, in UTF-16."""
    return b"<!DOCTYPE" in content or b"<!DOCTYPE" in content.replace(b"\0", b"")


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Opens the archive; raises `ValidationError` for what is none."""
    start = file.read(len(OLD_WORD))
    file.seek(0)
    if not start:
        raise _refuse(_("Ce fichier est vide."))
    if start == OLD_WORD:
        raise _refuse(
            _("Ce fichier est un ancien .doc, ou un mot de passe le protège. Enregistrez-le au format .docx.")
        )
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise _refuse(_("Ce n’est pas un fichier Word (.docx).")) from None
    with archive:
        yield archive


def check_word_file(file: BinaryIO, size: int) -> None:
    """Raises `ValidationError` for what is no file of Word, has macros, or is too large, packed or unpacked.

    What a part says of its size is binding: Python reads no more of it.
    """
    if size > LARGEST_FILE:
        raise _refuse(_("Ce fichier dépasse 20 Mo. Allégez ses images, ou ajoutez-les à la bibliothèque."))
    with _opened(file) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
            raise _refuse(_("Ce fichier contient trop de choses pour être lu."))
        names = {part.filename for part in parts}
        if not {"[Content_Types].xml", "word/document.xml"} <= names:
            raise _refuse(_("Ce n’est pas un fichier Word (.docx)."))
        # What is no picture may be read as text, whatever its name ends in.
        texts = [part for part in parts if not part.filename.lower().endswith(PICTURES)]
        if sum(part.file_size for part in texts) > LARGEST_TEXT:
            raise _refuse(_("Ce fichier contient trop de choses pour être lu."))
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise _refuse(_("Ce fichier contient des macros. Enregistrez-le au format .docx, sans macros."))
        try:
            is_word = WORD_TYPE in archive.read("[Content_Types].xml")
            # Word writes no document type; one could multiply itself.
            is_plain = not any(_has_document_type(archive.read(part)) for part in texts)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError):
            raise _refuse(_("Ce fichier est abîmé : il ne se lit pas.")) from None
        if not is_word or not is_plain:
            raise _refuse(_("Ce n’est pas un fichier Word (.docx)."))
    file.seek(0)


def read_word_file(file: BinaryIO) -> WordText:
    """Returns what a checked file says. Raises `ValidationError` when it cannot be read, or says nothing."""
    text = WordText()

    def take(image: object) -> dict[str, str]:
        held = sum(len(each.content) for each in text.images)
        if len(text.images) >= MOST_IMAGES or held >= LARGEST_IMAGES:
            return {"src": ""}
        with image.open() as opened:  # type: ignore[attr-defined]  # mammoth has no types
            content = opened.read(LARGEST_IMAGES - held + 1)
        if held + len(content) > LARGEST_IMAGES:
            return {"src": ""}
        alt_text = str(getattr(image, "alt_text", "") or "")
        text.images.append(WordImage(content, str(getattr(image, "content_type", "")), alt_text))
        return {"src": str(len(text.images) - 1)}

    try:
        result = mammoth.convert_to_html(
            file,
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(take),
        )
    except Exception:  # noqa: BLE001  # mammoth raises whatever its parsers do, for files that are damaged inside
        raise _refuse(_("Ce fichier est abîmé : il ne se lit pas.")) from None
    text.html = str(result.value)
    if not text.html.strip():
        raise _refuse(_("Ce fichier ne contient pas de texte."))
    unknown = sorted({message.message for message in result.messages if UNKNOWN_STYLE in message.message})
    for message in unknown[:20]:
        name = message.removeprefix(UNKNOWN_STYLE).split(" (Style ID")[0].strip("'")
        text.left_out.append(_("Le style « {} » n’est pas repris : c’est un paragraphe.").format(name))
    return text
