"""Reads the lines of a list of people: name, medium, mail address, language. A first line of titles is skipped.

What cannot be read for sure is refused as one: a name that came out wrong would be mailed.
"""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from fedcms.core.csv_text import UnreadableText, decode_text, delimiter_of

MAX_LINES = 500
_COLUMNS = 4
_TITLES = frozenset(
    (
        *("nom", "name", "nombre", "الاسم"),
        *("courriel", "e-mail", "email", "mail", "adresse", "address", "correo", "البريد"),
    )
)

PersonLine = tuple[int, tuple[str, str, str, str]]


def _text_of(data: bytes) -> str:
    """Returns the text of a list. Raises `Refusal` if it is not sure what its letters are."""
    try:
        return decode_text(data)
    except UnreadableText as error:
        words = _("Cette liste n’est pas lisible : enregistrez-la en « CSV UTF-8 », ou collez-la.")
        raise Refusal(words) from error


def _are_titles(cells: list[str]) -> bool:
    """Returns whether the cells of a first line name columns: that of the name, or that of the address."""
    named = {re.split(r"[\s(]", cell.casefold().strip(), maxsplit=1)[0] for cell in (cells[:1] + cells[2:3])}
    return bool(named & _TITLES) and not any("@" in cell for cell in cells)


def lines_of(data: bytes) -> Iterator[PersonLine]:
    """Yields the lines with something in them, and their numbers. Raises `Refusal` for what is no such list."""
    text = _text_of(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
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
