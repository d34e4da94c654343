"""Imports the texts of uploaded files page by page, and reports the outcome of each text.

What is taken is a draft of the person's own, as if they had typed it: nothing is published, the draft in review follows
where they review it. Taking the same file twice changes nothing.
"""

import logging
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Locale

from clusters.publishing.refusal import Refusal, sentences
from clusters.translation.access.guards import refuse_locked, target_page
from clusters.translation.drafts.resync import says_else
from clusters.translation.exchange.checks import shown
from clusters.translation.exchange.export_contents import Pair
from clusters.translation.exchange.file_contents import FoundContent, FoundUnit
from clusters.translation.exchange.import_targets import begun, existing, source_page_of
from clusters.translation.exchange.import_units import UnitOutcome, judge
from clusters.translation.exchange.targets import ImportTarget, Writing
from clusters.translation.exchange.version_marks import was_there
from clusters.translation.models import TranslationImport
from clusters.translation.review.moderation import follow_review
from clusters.translation.state.signal_handlers import states_once
from fedcms.users.models import User

logger = logging.getLogger("fedcms.translation")

Outcome = TranslationImport.Outcome
EXCERPT, SHORT = 400, 120
"""Characters of a text that a report keeps, and of one with which nothing happened."""

KEPT_EVERY = 2.0
"""Seconds after which a report is written again, which costs the more the longer it is."""

KEPT = 10
"""Reports of a person that are kept."""


class ImportLine(NamedTuple):
    """A text of a file, and what became of it. `present` is the original as it is now, where the file's is another."""

    title: str
    language: str
    label: str
    outcome: str
    reason: str = ""
    source: str = ""
    present: str = ""
    target: str = ""
    is_warning: bool = False


class _Undone(Exception):
    """Nothing of a page was taken: a translation that was begun for it is not begun."""


def import_contents(contents: Sequence[FoundContent], user: User, name: str = "") -> TranslationImport:
    """Takes what is right, each page in its own transaction, and keeps the report.

    The number of queries grows with the number of pages, not with that of their texts; a translation that is begun here
    costs as many as anywhere.
    """
    locales = {locale.language_code.lower(): locale for locale in Locale.objects.all()}
    notes: list[str] = []
    lines: list[ImportLine] = []
    # There before anything is taken: a request that is ended on the way leaves what it did.
    made = TranslationImport(user=user, name=shown(name)[:200])
    unfinished = _(
        "L’import n’est pas allé à son terme : ce rapport n’est pas complet. Importez le même fichier de nouveau, ce "
        "qui est pris le reste."
    )
    _keep(made, lines, [unfinished])
    older = TranslationImport.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[KEPT:]
    TranslationImport.objects.filter(pk__in=list(older)).delete()
    kept_at = monotonic()
    for content in contents:
        lines += _page(content, user, locales, notes)
        if monotonic() - kept_at >= KEPT_EVERY:
            _keep(made, lines, [unfinished, *notes])
            kept_at = monotonic()
    _keep(made, lines, notes)
    return made


def _keep(made: TranslationImport, lines: list[ImportLine], notes: list[str]) -> None:
    """Writes the report as far as it is known; what was not taken comes first."""
    lines.sort(key=lambda line: list(Outcome.values).index(line.outcome))
    counts = {value: sum(line.outcome == value for line in lines) for value in Outcome.values}
    made.counts = counts | {"warnings": sum(line.is_warning for line in lines)}
    made.lines = [list(line) for line in lines]
    made.notes = [shown(note) for note in notes]
    made.save()


def _page(
    content: FoundContent, user: User, locales: dict[str, Locale], notes: list[str]
) -> list[ImportLine]:
    """All lines of a page; `notes` gets what the person should know. A page that fails takes nothing from another."""
    locale = locales.get(content.target_language.lower())
    language = locale.get_display_name() if locale is not None else content.target_language
    title = content.title or content.key or content.translation
    lines: list[ImportLine] = []
    try:
        with transaction.atomic(), states_once():
            target = _target(content, user, locales)
            title, language = target.title, target.translation.target_locale.get_display_name()
            verdicts = judge(content, target, user)
            lines = [_line(title, language, unit, verdict) for unit, verdict in verdicts]
            taken = [verdict.writing for _unit, verdict in verdicts if verdict.writing is not None]
            _write(taken, target, user, content.tool)
            if not target.is_new and says_else(target.translation.source):
                target.notes.append(
                    _(
                        "« %(title)s » (%(language)s) : l’original a changé depuis ces textes. Mettez à jour ses "
                        "traductions avant de publier celle-ci."
                    )
                    % {"title": title, "language": language}
                )
        notes += target.notes
    except _Undone:
        pass
    except Refusal as refusal:
        return _all_refused(content, title, language, str(refusal))
    except ValidationError as error:
        return _all_refused(content, title, language, sentences(error))
    except PermissionDenied:
        reason = _("Vous ne pouvez pas traduire cette page dans cette langue.")
        return _all_refused(content, title, language, reason)
    except Http404:
        return _all_refused(content, title, language, _("La page ou la langue n’existe plus."))
    except Exception:
        # One page that fails takes nothing from the others, which are written already.
        logger.exception(
            "A file's texts were not taken into page %s in %s.", content.key, content.target_language
        )
        reason = _(
            "Erreur inattendue, notée dans le journal du site : réessayez, ou signalez-la à la fédération."
        )
        return _all_refused(content, title, language, reason)
    return lines


def _write(taken: Sequence[Writing], target: ImportTarget, user: User, tool: str) -> None:
    """With what follows from it. Raises `_Undone` where there is nothing, `Refusal` where it makes no valid draft."""
    if not taken:
        raise _Undone
    # Again: it may have been locked while its texts were looked at.
    refuse_locked(user, target_page(target.translation))
    target.write(taken, user, tool)
    follow_review(target.translation, user)


def _target(content: FoundContent, user: User, locales: dict[str, Locale]) -> ImportTarget:
    """The translation that a file means, begun where there is none and the file has a text for it."""
    found = existing(content, user, locales)
    if found is not None:
        return found
    locale = locales.get(content.target_language.lower())
    if locale is None:
        raise Refusal(
            _("La langue « %(language)s » n’existe pas sur ce site.") % {"language": content.target_language}
        )
    page = source_page_of(content, locales)
    if not any(unit.target.strip() for unit in content.units):
        raise Refusal(_("Le fichier ne contient aucune traduction de cette page."))
    return begun(Pair(page, locale), user, was_there=was_there(unit.kept for unit in content.units))


def _storable(*values: str | bool) -> ImportLine:
    """A line of which no character is one that a database or an answer cannot hold."""
    return ImportLine(*(shown(value) if isinstance(value, str) else value for value in values))  # type: ignore[arg-type]


def _line(title: str, language: str, unit: FoundUnit, verdict: UnitOutcome) -> ImportLine:
    is_plain = verdict.outcome in (Outcome.UNCHANGED, Outcome.EMPTY)
    return _storable(
        title,
        language,
        verdict.label or unit.path,
        verdict.outcome,
        verdict.reason,
        unit.source[: SHORT if is_plain else EXCERPT],
        verdict.present[:EXCERPT],
        "" if is_plain else unit.target[:EXCERPT],
        bool(verdict.reason) and verdict.outcome == Outcome.TAKEN,
    )


def _all_refused(content: FoundContent, title: str, language: str, reason: str) -> list[ImportLine]:
    """Of a page of which nothing was taken; what the file does not translate is not lost either."""
    return [
        _storable(
            title,
            language,
            unit.path,
            Outcome.REFUSED if unit.target.strip() or unit.problem else Outcome.EMPTY,
            reason if unit.target.strip() or unit.problem else "",
            unit.source[:EXCERPT],
            "",
            unit.target[:EXCERPT],
        )
        for unit in content.units
    ]
