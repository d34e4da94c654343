"""Reads the lines of a list of people: name, medium, mail address, language. A first line of titles is skipped.

What cannot be read for sure is refused as one: a name that came out wrong would be mailed.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal

MAX_LINES = 500
_COLUMNS = 4
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What no name has: controls (of both sets), and what stands for bytes that could not be decoded.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
# No language that is written in cp1252 has three such letters in a row: the file has another code page, as cp1256.
_OTHER_CODE_PAGE = re.compile("[À-ÖØ-öø-ÿ]{3}")
_TITLES = frozenset(
    (
        *("nom", "name", "nombre", "الاسم"),
        *("courriel", "e-mail", "email", "mail", "adresse", "address", "correo", "البريد"),
    )
)

PersonLine = tuple[int, tuple[str, str, str, str]]


def _decoded(data: bytes) -> str:
    """Decodes what has a byte order mark by it, then UTF-8, then cp1252, which spreadsheets of French Windows write.

    Raises `UnicodeDecodeError`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252")
        return "\ufffd" if _OTHER_CODE_PAGE.search(text) else text


def _text_of(data: bytes) -> str:
    """Returns the text of a list. Raises `Refusal` if it is not sure what its letters are."""
    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        text = "\ufffd"
    if _UNREADABLE.search(text):
        raise Refusal(_("Cette liste n’est pas lisible : enregistrez-la en « CSV UTF-8 », ou collez-la."))
    return text


def _are_titles(cells: list[str]) -> bool:
    """Returns whether the cells of a first line name columns: that of the name, or that of the address."""
    named = {re.split(r"[\s(]", cell.casefold().strip(), maxsplit=1)[0] for cell in (cells[:1] + cells[2:3])}
    return bool(named & _TITLES) and not any("@" in cell for cell in cells)


def lines_of(data: bytes) -> Iterator[PersonLine]:
    """Yields the lines with something in them, and their numbers. Raises `Refusal` for what is no such list."""
    text = _text_of(data)
    head = text.partition("\n")[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    count = before = 0
    try:
        for cells in reader:
            first, before = before + 1, reader.line_num
            if before > first:
                words = _("Ligne %(line)d : un guillemet n’est pas fermé, ou une cellule a plusieurs lignes.")
                raise Refusal(words % {"line": first})
            if not any(cell.strip() for cell in cells) or (first == 1 and _are_titles(cells)):
                continue
            count += 1
            if count > MAX_LINES:
                raise Refusal(_("Cette liste a trop de lignes : %(count)d au plus.") % {"count": MAX_LINES})
            name, medium, email, language = (
                " ".join(cell.split()) for cell in [*cells, *[""] * _COLUMNS][:_COLUMNS]
            )
            yield first, (name, medium, email, language)
    except csv.Error as error:
        raise Refusal(
            _("Cette liste n’est pas lisible (ligne %(line)d).") % {"line": reader.line_num}
        ) from error
