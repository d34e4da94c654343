"""What becomes of each text of a file: taken, unchanged, empty, or not taken and why."""

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from clusters.localize.files.checks import NotTaken, check, warnings
from clusters.localize.files.inline import Broken, canonical, comparable
from clusters.localize.files.shapes import CONFIRMED, FUZZY, FoundContent, FoundUnit
from clusters.localize.files.targets import Known, Target, Writing
from clusters.localize.models import TranslationImport

Outcome = TranslationImport.Outcome


class Verdict(NamedTuple):
    """On one text. `reason`: why it is not taken, or what is odd in what is; `present`: the original as it is now."""

    outcome: str
    reason: str = ""
    label: str = ""
    present: str = ""
    writing: Writing | None = None


def judge(content: FoundContent, target: Target) -> list[tuple[FoundUnit, Verdict]]:
    """Each text with its verdict. No query but one for the glossary, whatever the number of texts."""
    seen: dict[tuple[str, str], str] = {}
    found: list[tuple[FoundUnit, Verdict]] = []
    for unit in content.units:
        verdict = _judged(unit, target)
        writing = verdict.writing
        if writing is not None:
            place = writing.known.path, writing.known.source
            if seen.setdefault(place, writing.data) != writing.data:
                reason = _("Le fichier donne ce texte deux fois, avec deux traductions.")
                verdict = Verdict(Outcome.REFUSED, reason, verdict.label)
        found.append((unit, verdict))
    return found


def _judged(unit: FoundUnit, target: Target) -> Verdict:
    path = unit.path or _path_of(unit, target)
    label = target.place(path).label if path in target.by_path else path
    try:
        return _verdict(unit, path, label, target)
    except NotTaken as not_taken:
        return Verdict(Outcome.REFUSED, str(not_taken), label)


def _verdict(unit: FoundUnit, path: str, label: str, target: Target) -> Verdict:
    """Raises `NotTaken`."""
    if unit.problem:
        raise NotTaken(unit.problem)
    if not unit.target.strip():
        return Verdict(Outcome.EMPTY, "", label)
    known = target.by_text.get((path, comparable(unit.source)))
    if known is None:
        return _stale(unit, target.by_path.get(path, []), label)
    data = _stored(unit.target, known.source)
    if _is_said(data, known, unit):
        return Verdict(Outcome.UNCHANGED, "", label)
    if unit.state == FUZZY:
        raise NotTaken(
            _("Marqué « fuzzy » dans le fichier : à relire par qui l’a traduit avant d’être pris.")
        )
    check(known.source, data, target.place(path).limit if len(target.by_path[path]) == 1 else None)
    odd = " ".join(warnings(known.source, data, target.glossary))
    return Verdict(Outcome.TAKEN, odd, label, "", Writing(known, data))


def _path_of(unit: FoundUnit, target: Target) -> str:
    """A tool may lose the place, and keep the name of the text."""
    known = target.by_ident.get(unit.ident)
    return known.path if known is not None else ""


def _stale(unit: FoundUnit, present: Sequence[Known], label: str) -> Verdict:
    """The original says something else by now, or nothing any more at this place."""
    if not present:
        return Verdict(
            Outcome.REFUSED, _("Ce texte n’est pas, ou n’est plus, dans la page d’origine."), label
        )
    wordings = [known.source for known in present]
    nearest = (difflib.get_close_matches(unit.source[:2_000], wordings, 1, 0) or wordings)[0]
    reason = _(
        "L’original a changé depuis que le fichier a été fait : retraduisez ce texte à partir du nouveau."
    )
    return Verdict(Outcome.REFUSED, reason, label, nearest)


def _stored(data: str, source: str) -> str:
    """A translation as it is kept: in the one way to write it, without the white space that tools add at its ends."""
    try:
        written = canonical(data)
    except Broken:
        return data
    return written.strip(" \t\r\n") if source == source.strip(" \t\r\n") else written


def _is_said(data: str, known: Known, unit: FoundUnit) -> bool:
    """Whether the translation says so already, as far as a person is concerned.

    What a machine wrote becomes a person's when the file says that somebody reviewed it.
    """
    row = known.translated
    if row is None or row.has_error or _stored(row.data, known.source) != data:
        return False
    is_machine = row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return not (is_machine and unit.state in CONFIRMED)
