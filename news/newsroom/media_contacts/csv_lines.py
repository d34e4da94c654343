"""Reads media contacts from a CSV file, whose first line names its columns, in any order."""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from fedcms.core.csv_text import UnreadableText, decode_text, delimiter_of
from news.newsroom.media_contacts.contact_lines import ContactLine, tidy_lines

MAX_LINES = 5_000
# The columns in the languages of the site: the export writes these, and the import reads them in any language.
COLUMNS = {
    "name": {"fr": "nom", "en": "name", "es": "nombre", "ar": "الاسم"},
    "medium": {"fr": "média", "en": "medium", "es": "medio", "ar": "وسيلة الإعلام"},
    "email": {"fr": "courriel", "en": "email", "es": "correo", "ar": "البريد الإلكتروني"},
    "phone": {"fr": "téléphone", "en": "phone", "es": "teléfono", "ar": "الهاتف"},
    "languages": {"fr": "langues", "en": "languages", "es": "idiomas", "ar": "اللغات"},
    "topics": {"fr": "rubriques", "en": "topics", "es": "temas", "ar": "المواضيع"},
    "note": {"fr": "note", "en": "note", "es": "nota", "ar": "ملاحظة"},
}
# What spreadsheets and address books write besides.
_OTHER_NAMES = {
    "medium": ("media", "organisme", "organisation", "organization"),
    "email": ("e-mail", "mail", "courriels", "adresse électronique", "adresse e-mail", "adresse de courriel"),
    "phone": ("telephone", "tel", "tél"),
    "languages": ("langue", "language"),
    "topics": ("thèmes", "themes", "beats", "secciones"),
    "note": ("notes",),
}
_FIELD_OF = {
    word: name for name, words in COLUMNS.items() for word in (*words.values(), *_OTHER_NAMES.get(name, ()))
}
_SEVERAL = re.compile(r"[,;|/]")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEVERAL.split(cell) if part.strip())


def _columns(cells: list[str]) -> list[str]:
    """Returns the field of each column, "" for one that is not known. Raises `Refusal` without one of addresses."""
    names = [_FIELD_OF.get(cell.strip().casefold(), "") for cell in cells]
    if "email" not in names:
        raise Refusal(
            _(
                "Il manque la colonne « courriel ». La première ligne nomme les colonnes : nom, média, courriel, "
                "téléphone, langues, rubriques, note."
            )
        )
    return names


def _values(names: list[str], cells: list[str]) -> dict[str, str]:
    """Returns what a line says by field: of two columns of one field, the first that says something."""
    values: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and not values.get(name, "").strip():
            values[name] = cell
    return values


def _line(number: int, values: dict[str, str]) -> ContactLine:
    # An apostrophe before a sign is what the export puts there, so that no spreadsheet runs a formula.
    texts = {
        name: re.sub(r"^'(?=[=+\-@])", "", " ".join(values.get(name, "").split()))
        for name in ("name", "medium", "email", "phone")
    }
    return ContactLine(
        number,
        name=texts["name"],
        medium=texts["medium"],
        email=texts["email"],
        phone=texts["phone"],
        note=tidy_lines(re.sub(r"^'(?=[=+\-@])", "", values.get("note", "").strip())),
        languages=_parts(values.get("languages", "")),
        topics=_parts(values.get("topics", "")),
    )


def csv_contacts(data: bytes) -> Iterator[ContactLine]:
    """Yields the people of a CSV file. Raises `Refusal` for what is no such table, or cannot be decoded for sure."""
    try:
        text = decode_text(data)
    except UnreadableText as error:
        words = _(
            "Ce fichier n’est pas lisible : enregistrez-le en « CSV UTF-8 », puis choisissez-le de nouveau."
        )
        raise Refusal(words) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        names = _columns(next(reader, []))
        for count, cells in enumerate(reader, 1):
            if count > MAX_LINES:
                raise Refusal(_("Ce fichier a trop de lignes : %(count)d au plus.") % {"count": MAX_LINES})
            if any(cell.strip() for cell in cells):
                yield _line(reader.line_num, _values(names, cells))
    except csv.Error as error:
        raise Refusal(
            _("Ce fichier n’est pas un tableau CSV lisible (ligne %(line)d).") % {"line": reader.line_num}
        ) from error
