"""Calls the machine translator; a failure becomes a message, not an error page."""

import logging
from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import apply_machine_translation

from clusters.publishing.refusal import Refusal
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.texts.allowed_html import refuse_html
from clusters.translation.texts.blank_texts import refuse_blank
from fedcms.users.models import User

logger = logging.getLogger("fedcms.translation")


class SafeTranslator:
    """The configured translator, which raises `Refusal` when the service is down or its answer cannot be used."""

    def __init__(self, translator: BaseMachineTranslator) -> None:
        self.translator = translator
        self.display_name = translator.display_name

    def can_translate(self, source: Locale, target: Locale) -> bool:
        """Returns whether the service translates between two languages."""
        return bool(self.translator.can_translate(source, target))

    def translate(
        self, source: Locale, target: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Returns the service's answer. Raises `Refusal`.

        An unreachable host raises an `OSError`, an unreadable answer one of the other exceptions.
        """
        try:
            answer = _checked(self.translator.translate(source, target, strings))
        except (OSError, LookupError, TypeError, ValueError) as error:
            logger.warning("%s did not translate: %s", self.translator.display_name, type(error).__name__)
            raise Refusal(
                _(
                    "%(service)s ne répond pas pour l’instant. Rien n’est perdu : "
                    "traduisez à la main ou réessayez."
                )
                % {"service": self.translator.display_name}
            ) from error
        return answer


def _checked(answer: dict[StringValue, StringValue | None]) -> dict[StringValue, StringValue]:
    """Returns the part of an answer that may be shown; other texts stay untranslated.

    Raises `ValueError` if no text of the answer may be shown.
    """
    good: dict[StringValue, StringValue] = {}
    for text, translated in answer.items():
        if translated is None or translated.data is None:
            continue
        try:
            refuse_html(text.data, translated.data)
            refuse_blank(text.data, translated.data)
        except ValueError as error:
            logger.warning("A machine's translation is not used: %s", error)
        else:
            good[text] = translated
    if answer and not good:
        raise ValueError("Nothing of the answer can be used.")
    return good


def translate_by_machine(translation: Translation, user: User) -> bool:
    """Translates missing texts; returns `False` if none were missing.

    Raises `Http404` if no service is configured, `Refusal` when it is down or does not know this pair of languages.
    """
    translator = get_machine_translator()
    if translator is None:
        raise Http404
    polite = SafeTranslator(translator)
    if not polite.can_translate(translation.source.locale, translation.target_locale):
        raise Refusal(_unknown_pair())
    return bool(apply_machine_translation(translation.pk, user, polite))


def _unknown_pair() -> str:
    return _("Aucun traducteur automatique ne connaît ces deux langues.")


def fill_by_machine(translation: Translation, user: User) -> None:
    """Translates missing texts of one of several pages. Raises `Refusal`, also if no service is configured.

    Must be called without a transaction: while the service works, nobody else could write on SQLite.
    """
    try:
        with states_once():
            translate_by_machine(translation, user)
    except Http404 as error:
        raise Refusal(_unknown_pair()) from error
