"""Decides the outcome of each imported text: taken, unchanged, empty, or refused with a reason."""

import difflib
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from clusters.translation.exchange import po, xliff_reader
from clusters.translation.exchange.checks import NotTaken, check, warnings
from clusters.translation.exchange.file_contents import CONFIRMED, FUZZY, FoundContent, FoundUnit
from clusters.translation.exchange.inline_codes import Broken, canonical
from clusters.translation.exchange.targets import ImportTarget, KnownText, Writing
from clusters.translation.exchange.version_marks import mark_of
from clusters.translation.models import TranslationImport
from clusters.translation.texts.plain_text import plain
from fedcms.users.models import User

Outcome = TranslationImport.Outcome
MOST_COMPARED = 50
"""For how many changed texts of a page the most similar text of today is looked for, which takes milliseconds each."""


class UnitOutcome(NamedTuple):
    """The outcome for one text.

    `reason` says why it is refused, or what is unusual in a text that is taken; `present` is the original text of
    today.
    """

    outcome: str
    reason: str = ""
    label: str = ""
    present: str = ""
    writing: Writing | None = None


def judge(content: FoundContent, target: ImportTarget, user: User) -> list[tuple[FoundUnit, UnitOutcome]]:
    """Returns each text with its outcome. One query for the glossary, whatever the number of texts."""
    judges = _Judge(target, user)
    found = [(unit, judges.known(unit)) for unit in content.units]
    judges.listen(found)
    return [(unit, judges.verdict(unit, known)) for unit, known in found]


class _Judge:
    """Decides the outcomes of one page's texts for the person who imports them."""

    def __init__(self, target: ImportTarget, user: User) -> None:
        self.target, self.user = target, user
        self.said: dict[tuple[int, int], set[str]] = defaultdict(set)
        self.stale = 0

    def known(self, unit: FoundUnit) -> KnownText | None:
        """Returns the text of the original that a unit of the file stands for, as it is today."""
        return self.target.known(self._path(unit), unit.source)

    def _path(self, unit: FoundUnit) -> str:
        # A tool may lose the path, but keep the name of the text.
        known = self.target.by_ident.get(unit.ident)
        return unit.path or (known.path if known is not None else "")

    def listen(self, found: Sequence[tuple[FoundUnit, KnownText | None]]) -> None:
        """Notes all translations that the file gives for each text: if there are two, neither is taken."""
        for unit, known in found:
            if known is not None and unit.target.strip() and not unit.problem and unit.state != FUZZY:
                self.said[known.string_id, known.context_id].add(_stored(unit.target, known.source))

    def verdict(self, unit: FoundUnit, known: KnownText | None) -> UnitOutcome:
        """Returns the outcome of a unit; `known` is the text that it stands for."""
        path = self._path(unit)
        label = self.target.place(path).label if path in self.target.by_path else path
        try:
            return self._verdict(unit, known, path, label)
        except NotTaken as not_taken:
            return UnitOutcome(Outcome.REFUSED, str(not_taken), label)

    def _verdict(self, unit: FoundUnit, known: KnownText | None, path: str, label: str) -> UnitOutcome:
        """Returns the outcome, or raises `NotTaken` with the reason."""
        if unit.problem:
            raise NotTaken(unit.problem)
        if not unit.target.strip():
            return UnitOutcome(Outcome.EMPTY, "", label)
        present = self.target.by_path.get(path, [])
        if known is None:
            self.stale += 1
            return _stale(unit, present, label, is_many=self.stale > MOST_COMPARED)
        if len(self.said[known.string_id, known.context_id]) > 1:
            raise NotTaken(_("Le fichier donne ce texte deux fois, avec deux traductions."))
        data = _stored(unit.target, known.source)
        if _is_said(data, known, unit):
            return UnitOutcome(Outcome.UNCHANGED, "", label)
        if unit.state == FUZZY:
            raise NotTaken(
                _("Marqué « fuzzy » dans le fichier : à relire par qui l’a traduit avant l’import.")
            )
        replaced = self._replaced(data, known, unit)
        check(known.source, data, self.target.place(path).limit if len(present) == 1 else None)
        odd = " ".join([*replaced, *warnings(known.source, data, self.target.glossary)])
        return UnitOutcome(Outcome.TAKEN, odd, label, "", Writing(known, data))

    def _replaced(self, data: str, known: KnownText, unit: FoundUnit) -> list[str]:
        """Returns a warning if the text replaces one that a person wrote since the file was made.

        Raises `NotTaken` if that text is another person's, or was typed in the editor. A file without marks (another
        tool's, or wagtail-localize's own) does not say which translation was exported: then it is a warning, too.
        """
        row = known.translated
        if row is None or row.has_error or row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            return []
        kept = _stored(row.data, known.source)
        if kept == data or unit.kept == mark_of(kept):
            return []
        is_own = row.tool_name in (xliff_reader.TOOL, po.TOOL) and row.last_translated_by_id == self.user.pk
        if unit.kept and not is_own:
            raise NotTaken(
                _(
                    "La traduction a été corrigée ici depuis que le fichier a été fait, elle est gardée : « %(text)s »."
                )
                % {"text": plain(kept)}
            )
        return [_("Remplace la traduction « %(text)s ».") % {"text": plain(kept)}]


def _stale(unit: FoundUnit, present: Sequence[KnownText], label: str, *, is_many: bool) -> UnitOutcome:
    """Returns the refusal of a text whose original has changed or is no longer at this path."""
    if not present:
        return UnitOutcome(
            Outcome.REFUSED, _("Ce texte n’est pas, ou n’est plus, dans la page d’origine."), label
        )
    wordings = [known.source for known in present]
    nearest = (
        wordings[0]
        if is_many or len(wordings) == 1
        else (difflib.get_close_matches(unit.source[:2_000], wordings, 1, 0) or wordings)[0]
    )
    reason = _(
        "L’original a changé depuis que le fichier a été fait : retraduisez ce texte à partir du nouveau."
    )
    return UnitOutcome(Outcome.REFUSED, reason, label, nearest)


def _stored(data: str, source: str) -> str:
    """Returns a translation as it is stored: in canonical form, without the white space that tools add at its ends."""
    try:
        written = canonical(data)
    except Broken:
        return data
    return written.strip(" \t\r\n") if source == source.strip(" \t\r\n") else written


def _is_said(data: str, known: KnownText, unit: FoundUnit) -> bool:
    """Returns whether the stored translation is the same already, or the file brings the exported text unchanged.

    A machine translation is not the same if the file says that a person reviewed it: it then becomes a person's.
    """
    row = known.translated
    if row is None or row.has_error:
        return False
    if _stored(row.data, known.source) != data:
        return unit.kept == mark_of(data)
    is_machine = row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return not (is_machine and unit.state in CONFIRMED)
