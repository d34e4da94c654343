"""The text files of a press kit's archive: CREDITS.txt, the notice of an embargo, what the owner says of itself."""

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from clusters.press_access.kits.contents import PressKitContents
from clusters.press_access.kits.files import KitFile
from clusters.press_access.kits.own_sections import ABOUT
from clusters.press_access.kits.sections import KitRow
from fedcms.core.i18n.days import formatted_day
from fedcms.core.seo.site_name import site_name

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SEPARATOR = "-" * 60


def as_file(lines: Iterable[str]) -> bytes:
    """Returns lines as a text file that every editor of Windows and macOS opens with its accents and line ends."""
    text = "\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")
    return (_BYTE_ORDER_MARK + text.replace("\n", "\r\n") + "\r\n").encode("utf-8", errors="replace")


def _embargo_lines(contents: PressKitContents) -> list[str]:
    notice = contents.notice
    if notice is None:
        return []
    return [notice.title.upper(), notice.warning, notice.holder, ""]


def embargo_notice(contents: PressKitContents) -> bytes:
    """Returns the file that says until when all of it is secret."""
    with override(contents.language):
        return as_file([*_embargo_lines(contents), contents.title, contents.owner_name])


def _labelled(label: str, value: str) -> str:
    return _("%(label)s : %(value)s") % {"label": label, "value": value}


def _rights_lines(path: str, file: KitFile) -> list[str]:
    values = [
        (_("Crédit"), file.credit or _("non précisé : demandez-le au contact presse")),
        (_("Licence"), str(file.get_licence_display)),
        (_("Réutilisable par"), file.reuse_limit),
        (_("Territoire"), file.territory),
        (_("Droits jusqu’au"), formatted_day(file.rights_until, "DATE_FORMAT") if file.rights_until else ""),
        (_("Source"), file.source),
    ]
    return [path, *(f"    {_labelled(label, value)}" for label, value in values if value), ""]


def credits_file(
    contents: PressKitContents,
    files: Sequence[tuple[str, KitFile]],
    missing: Sequence[KitFile],
    *,
    has_sheet: bool = True,
) -> bytes:
    """Returns CREDITS.txt: of each file by its path in the archive whose it is and how it may be used.

    `missing` are files that the storage has no more; `has_sheet` says whether the fact sheet could be made.
    """
    with override(contents.language):
        lines = [
            *_embargo_lines(contents),
            contents.title,
            f"{contents.owner_name} · {site_name()}",
            "",
            _("Citez le crédit de chaque fichier que vous publiez, et respectez sa licence."),
            _SEPARATOR,
            "",
        ]
        for path, file in files:
            lines += _rights_lines(path, file)
        lines += _left_out(contents, missing, has_sheet=has_sheet)
        return as_file(lines)


def _left_out(contents: PressKitContents, missing: Sequence[KitFile], *, has_sheet: bool) -> list[str]:
    absent = _("Introuvable pour l’instant, absent de cette archive : %(file)s")
    lines = [absent % {"file": file.name} for file in missing]
    if not has_sheet:
        lines.append(absent % {"file": _("Fiche de presse")})
    lines += [
        _("Tous droits réservés, absent de cette archive : %(file)s") % {"file": name}
        for name in contents.reserved
    ]
    if contents.left_out:
        lines += [left_out_words(len(contents.left_out)), *(f"    {name}" for name in contents.left_out)]
    return [_SEPARATOR, "", *lines] if lines else []


def left_out_words(number: int) -> str:
    """Returns in words that so many files are more than one archive takes."""
    return ngettext(
        "%(n)d fichier de plus ne tient pas dans cette archive : demandez-le au contact presse.",
        "%(n)d fichiers de plus ne tiennent pas dans cette archive : demandez-les au contact presse.",
        number,
    ) % {"n": number}


def _in_order(text: str) -> str:
    """Returns a number or an address, kept in order between letters of the other direction (UAX 9: LRI … PDI).

    Left alone where letters go the same way: whoever copies it has no unseen signs in it.
    """
    return f"\u2066{text}\u2069" if get_language_bidi() else text


def _row_lines(row: KitRow) -> list[str]:
    values = [value for value in (row.value, *(_in_order(link.text) for link in row.links)) if value]
    note = f" ({row.note})" if row.note else ""
    lines = [_labelled(row.label, values[0]) + note] if values else [row.label + note]
    return [*lines, *(f"    {value}" for value in values[1:])]


def sections_file(contents: PressKitContents) -> bytes:
    """Returns the sections of a kit as plain text, to be taken up: figures, people, contacts."""
    with override(contents.language):
        lines = [*_embargo_lines(contents), contents.title, contents.owner_name, ""]
        if contents.page is not None:
            lines += [contents.page.summary, ""]
        for section in contents.sections:
            lines += [section.title, _SEPARATOR, *section.paragraphs]
            for row in section.rows:
                lines += _row_lines(row)
            lines.append("")
        return as_file(lines)


def boilerplates(contents: PressKitContents) -> list[tuple[str, bytes]]:
    """Returns what the owner says of itself in each language that it wrote, with that language's code."""
    found = []
    for code, text in contents.boilerplate.items():
        if text:
            with override(code):
                found.append((code, as_file([_("À propos"), "", text])))
    return found


def names_of_texts(contents: PressKitContents) -> dict[str, str]:
    """Returns the names of the text files in the kit's language, without ending."""
    with override(contents.language):
        embargo = f"0 - {contents.notice.title}" if contents.notice is not None else ""
        return {"sections": _("Repères et contacts"), ABOUT: _("À propos"), "embargo": embargo}
