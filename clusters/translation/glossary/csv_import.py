"""Imports glossary terms from CSV, line by line; may run twice; reports and skips errors.

Columns, named in the first line, in any order: `de` and `vers` (language codes), `terme`, `traduction`, `conserver`
(oui: the term is not translated), `note`. A term that exists already gets the translation and the note of the file.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.models import GlossaryTerm
from clusters.translation.texts.word_comparison import fold_term
from fedcms.core.csv_text import UnreadableText, decode_text, delimiter_of

MAX_BYTES = 2_000_000
MAX_LINES = 5_000
COLUMNS = {
    "de": "source_language",
    "vers": "target_language",
    "terme": "source_term",
    "traduction": "target_term",
    "conserver": "keep",
    "note": "note",
}
REQUIRED = ("de", "vers", "terme")
YES = {"oui", "yes", "true", "vrai", "1", "x"}


@dataclass
class ImportReport:
    """The result of an import: numbers of terms added, changed or the same; line and reason of each refused one."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def _text_of(data: bytes) -> str:
    try:
        return decode_text(data)
    except UnreadableText as error:
        words = _(
            "Ce fichier n’est pas lisible : enregistrez-le en « CSV UTF-8 », puis choisissez-le de nouveau."
        )
        raise Refusal(words) from error


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yields the lines after the first, with their numbers. Raises `Refusal` for a file that is not such a table."""
    if len(data) > MAX_BYTES:
        raise Refusal(_("Ce fichier est trop grand : 2 Mo au plus."))
    text = _text_of(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            raise Refusal(
                _(
                    "Il manque la colonne « %(name)s ». La première ligne nomme les colonnes : de, vers, terme, "
                    "traduction, conserver, note."
                )
                % {"name": missing[0]}
            )
        for count, cells in enumerate(reader, 1):
            if count > MAX_LINES:
                raise Refusal(_("Ce fichier a trop de lignes : %(count)d au plus.") % {"count": MAX_LINES})
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise Refusal(
            _("Ce fichier n’est pas un tableau CSV lisible (ligne %(line)d).") % {"line": reader.line_num}
        ) from error


def _values(row: dict[str, str]) -> dict[str, str | bool]:
    values: dict[str, str | bool] = {
        field_name: " ".join(row.get(column, "").split()) for column, field_name in COLUMNS.items()
    }
    for name in ("source_language", "target_language"):
        values[name] = str(values[name]).lower()
    values["keep"] = str(values["keep"]).casefold() in YES
    return values


def _reasons(error: ValidationError) -> str:
    """Returns what is wrong with a line, each error with the name of its column."""
    names = {field_name: column for column, field_name in COLUMNS.items()}
    found: dict[str, list[str]] = error.message_dict
    return " ".join(
        f"{names[name]} – {' '.join(words)}" if name in names else " ".join(words)
        for name, words in found.items()
    )


def _take(report: ImportReport, values: dict[str, str | bool]) -> None:
    """Saves one term and counts it. Raises `ValidationError`."""
    term = GlossaryTerm.objects.filter(
        source_language=values["source_language"],
        target_language=values["target_language"],
        key=fold_term(str(values["source_term"])),
    ).first()
    before = {name: getattr(term, name) for name in values} if term else None
    if term is None:
        term = GlossaryTerm()
    if before == values:
        report.same += 1
        return
    for name, value in values.items():
        setattr(term, name, value)
    term.full_clean()
    term.save()
    if before is None:
        report.added += 1
    else:
        report.changed += 1


@transaction.atomic
def import_terms(data: bytes) -> ImportReport:
    """Imports the valid lines of a CSV file. Raises `Refusal` if the file cannot be read; then nothing is saved."""
    report = ImportReport()
    for line, row in _rows(data):
        try:
            _take(report, _values(row))
        except ValidationError as error:
            report.refused.append((line, _reasons(error)))
    return report
