"""Imports the texts of uploaded files page by page, and reports the outcome of each text.

Imported texts are saved as if the person had typed them: nothing is published, and if the person may review the page,
the draft in review follows. Importing the same file twice changes nothing.
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
"""How many characters of a text the report stores, and of a text that was unchanged or empty."""

KEPT_EVERY = 2.0
"""How many seconds pass before the report is saved again; saving takes longer the longer the report is."""

KEPT = 10
"""How many reports of each person are stored."""


class ImportLine(NamedTuple):
    """A text of a file and its outcome. `present` is the original text of today, if it differs from the file's."""

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
    """Undoes the transaction of a page if none of its texts was imported, so that no new translation is left behind."""


def import_contents(contents: Sequence[FoundContent], user: User, name: str = "") -> TranslationImport:
    """Imports the valid texts, each page in its own transaction, and returns the stored report.

    The number of queries grows with the number of pages, not of texts; starting a translation costs as many as
    elsewhere.
    """
    locales = {locale.language_code.lower(): locale for locale in Locale.objects.all()}
    notes: list[str] = []
    lines: list[ImportLine] = []
    # Saved before anything is imported: if the request is killed, the report says what was done until then.
    made = TranslationImport(user=user, name=shown(name)[:200])
    unfinished = _(
        "L’import n’est pas allé à son terme : ce rapport n’est pas complet. Importez le même fichier de nouveau ; ce "
        "qui est importé le reste."
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
    """Saves the report so far, with refused texts first."""
    lines.sort(key=lambda line: list(Outcome.values).index(line.outcome))
    counts = {value: sum(line.outcome == value for line in lines) for value in Outcome.values}
    made.counts = counts | {"warnings": sum(line.is_warning for line in lines)}
    made.lines = [list(line) for line in lines]
    made.notes = [shown(note) for note in notes]
    made.save()


def _page(
    content: FoundContent, user: User, locales: dict[str, Locale], notes: list[str]
) -> list[ImportLine]:
    """Returns the lines of a page and adds to `notes` what the person should know. An error affects this page only."""
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
        # The other pages, some of which are saved already, are not affected.
        logger.exception(
            "A file's texts were not taken into page %s in %s.", content.key, content.target_language
        )
        reason = _(
            "Erreur inattendue, notée dans le journal du site : réessayez, ou signalez-la à la fédération."
        )
        return _all_refused(content, title, language, reason)
    return lines


def _write(taken: Sequence[Writing], target: ImportTarget, user: User, tool: str) -> None:
    """Saves texts and updates the draft in review.

    Raises `_Undone` if there are no texts, `Refusal` if the page is locked or its draft is not valid.
    """
    if not taken:
        raise _Undone
    # Checked again: the page may have been locked while its texts were being checked.
    refuse_locked(user, target_page(target.translation))
    target.write(taken, user, tool)
    follow_review(target.translation, user)


def _target(content: FoundContent, user: User, locales: dict[str, Locale]) -> ImportTarget:
    """Returns the translation that a file names.

    If there is none and the file contains a translation, one is started.
    """
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
    """Returns a line without characters that a database or a response cannot hold."""
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
    """Returns the lines of a page of which nothing was imported, with the reason.

    Texts that the file does not translate are not refused, but empty.
    """
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
