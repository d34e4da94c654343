"""Saves the translation of one text: never a blank one, and never over a text that the person has not seen.

The version that was shown is posted with each text. If somebody else has saved the text meanwhile, the answer shows
their text; if the person saves again, it is replaced.
"""

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from clusters.access.teams import name_of
from clusters.publishing.refusal import Refusal
from clusters.translation.texts.blank_texts import is_blank, no_words
from clusters.translation.texts.plain_text import plain
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import formatted_day
from fedcms.users.models import User

NOT_TRANSLATED = "none"


class BlankText(Refusal):
    """The refusal of a translation without words."""


class OvertakenText(Refusal):
    """The refusal to overwrite a text that somebody else saved since the person saw it."""


@dataclass(frozen=True)
class Place:
    """One text of a page: its words and their context. The same words twice in one context are one text."""

    string_id: int
    context_id: int
    source: str

    @property
    def key(self) -> str:
        """The name of the text in the form; unlike the key of a segment, it stays when the source is updated."""
        return f"{self.context_id}-{self.string_id}"


def version_of(row: StringTranslation | None) -> str:
    """Returns the version of a stored translation, which changes each time it is saved."""
    return row.updated_at.isoformat() if row is not None else NOT_TRANSLATED


def comment_of(row: StringTranslation) -> str:
    """Returns how and when a text was translated, in the reader's language."""
    day = formatted_day(localtime(row.updated_at), "DATE_FORMAT")
    if row.tool_name:
        return _("Traduit avec %(tool)s le %(day)s") % {"tool": in_line(row.tool_name), "day": day}
    if row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return _("Traduit automatiquement le %(day)s") % {"day": day}
    return _("Traduit à la main le %(day)s") % {"day": day}


def overtaken(row: StringTranslation) -> OvertakenText:
    """Returns the refusal that says who saved which text meanwhile."""
    who = row.last_translated_by
    return OvertakenText(
        _(
            "Entre-temps, %(person)s a enregistré ici : « %(text)s ». Rien n’est remplacé. Pour mettre votre texte à "
            "la place, enregistrez encore une fois ; pour garder l’autre, rechargez la page."
        )
        % {
            "person": in_line(name_of(who)) if who is not None else _("quelqu’un d’autre"),
            "text": in_line(plain(row.data)),
        }
    )


def save_string(
    translation: Translation,
    place: Place,
    row: StringTranslation | None,
    value: str | None,
    user: User,
    *,
    has_seen: bool,
) -> StringTranslation | None:
    """Saves one text, or deletes its translation (`None`); returns the row. Raises `BlankText`, `OvertakenText`.

    `row` is the stored translation, read under the lock of the translation; `has_seen` says whether the person saw it.
    """
    if value is not None and is_blank(place.source, value):
        raise BlankText(no_words())
    if row is not None and row.data != value and not has_seen:
        raise overtaken(row)
    if value is None:
        if row is not None:
            row.delete()
        return None
    saved, _is_new = StringTranslation.objects.update_or_create(
        translation_of_id=place.string_id,
        locale_id=translation.target_locale_id,
        context_id=place.context_id,
        defaults={
            "data": value,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return saved
