"""Saves the pictures, files, pages and links that were chosen in the editor's form."""

import json

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail_localize.models import SegmentOverride, Translation

from clusters.access.teams import name_of
from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.overrides import check_override
from clusters.translation.editor.layout import Layout
from clusters.translation.editor.shown_values import CHOOSERS, Value, values_of
from fedcms.core.i18n.bidi import in_line
from fedcms.users.models import User


def save_value(
    translation: Translation, value: Value, user: User, data: QueryDict, shown: dict[str, str]
) -> bool:
    """Saves one value if it was changed, or the original's again; returns whether anything was written.

    If it is refused, the reason is in `value.problem`.
    """
    if value.form is None:
        return False
    override = value.override if f"{value.key}-original" in data else None
    typed = data.get(f"{value.key}-value", value.stored)
    if override is None and not _is_chosen(value, typed, shown):
        return False
    value.problem = _overtaken(value, shown)
    if override is None and not value.problem:
        value.problem = _why_not(translation, value, user, typed)
    if value.problem:
        return False
    if override is not None:
        override.delete()
        return True
    SegmentOverride.objects.update_or_create(
        locale=translation.target_locale,
        context=value.segment.context,
        defaults={
            "data_json": json.dumps(typed),
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return True


def _is_chosen(value: Value, typed: str, shown: dict[str, str]) -> bool:
    """Returns whether a typed value differs from the stored one and from the one that the form showed."""
    if not typed and value.location.kind in CHOOSERS:
        return False  # the stored page is hidden from the person, or the browser runs no script
    return typed not in (value.stored, shown.get(value.key, value.stored))


def _overtaken(value: Value, shown: dict[str, str]) -> str:
    """Returns a sentence about the person who replaced the value since the form showed it; "" if nobody did.

    If the form is saved once more, the value is replaced.
    """
    if value.override is None or shown.get(value.key, value.stored) == value.stored:
        return ""
    who = value.override.last_translated_by
    return _(
        "Entre-temps, %(person)s a choisi ici autre chose. Rien n’est remplacé. Pour mettre votre choix à la place, "
        "enregistrez encore une fois ; pour garder l’autre, rechargez la page."
    ) % {"person": in_line(name_of(who)) if who is not None else _("quelqu’un d’autre")}


def _why_not(translation: Translation, value: Value, user: User, typed: str) -> str:
    """Returns why a value may not replace the original's, as a sentence; "" if it may."""
    try:
        check_override(user, translation, value.segment, typed)
    except PermissionDenied:
        return _("Ceci n’est pas à votre disposition : choisissez autre chose.")
    except Refusal as refusal:
        return str(refusal)
    return ""


def read_again(
    translation: Translation, layout: Layout, user: User, data: QueryDict, before: list[tuple[int, Value]]
) -> list[tuple[int, Value]]:
    """Returns the values as they are stored now; values that were refused, as they were typed."""
    problems = {value.key: value.problem for _order, value in before if value.problem}
    typed = {f"{key}-value": str(data.get(f"{key}-value", "")) for key in problems}
    values = values_of(translation, layout, user, typed)
    for _order, value in values:
        value.problem = problems.get(value.key, "")
    return values
