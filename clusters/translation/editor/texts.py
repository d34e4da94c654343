"""Saves one text of wagtail-localize's editor: never a blank one, and never over words that the person has not seen.

The editor's script (static/editors/translation_editor.js) says with each text which version of it was shown. What was
saved meanwhile by somebody else is answered with a status and their words; saved again, the person's replace them.
"""

from http import HTTPStatus

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import StringTranslationSerializer

from clusters.access.teams import name_of
from clusters.translation.access.guards import lock, signed_in_user
from clusters.translation.editor.views import changing_by_script
from clusters.translation.texts.blank_texts import is_blank, no_words
from clusters.translation.texts.plain_text import plain
from fedcms.core.i18n.bidi import in_line

SHOWN = "X-Shown-Version"
"""The header. A client that does not send it saves as ever."""
NOT_TRANSLATED = "none"


def version_of(row: StringTranslation | None) -> str:
    """What a translation is known by until somebody saves it again."""
    return row.updated_at.isoformat() if row is not None else NOT_TRANSLATED


def comment_of(row: StringTranslation) -> str:
    """How and when a text was translated, in the reader's language and with its date."""
    day = date_format(localtime(row.updated_at), "DATE_FORMAT")
    if row.tool_name:
        return _("Traduit avec %(tool)s le %(day)s") % {"tool": in_line(row.tool_name), "day": day}
    if row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return _("Traduit automatiquement le %(day)s") % {"day": day}
    return _("Traduit à la main le %(day)s") % {"day": day}


def _serialised(row: StringTranslation, translation: Translation) -> dict[str, object]:
    context = {"translation_source": translation.source}
    told: dict[str, object] = StringTranslationSerializer(row, context=context).data
    return {**told, "comment": comment_of(row), "version": version_of(row)}


def _refused(words: str, status: HTTPStatus, row: StringTranslation | None) -> Response:
    return Response({"detail": words, "version": version_of(row)}, status=status)


def _overtaken(row: StringTranslation) -> str:
    who = row.last_translated_by
    return _(
        "Entre-temps, %(person)s a enregistré ici : « %(text)s ». Rien n’est remplacé. Pour mettre votre texte à la "
        "place, modifiez-le et enregistrez encore une fois ; pour garder l’autre, rechargez la page."
    ) % {
        "person": in_line(name_of(who)) if who is not None else _("quelqu’un d’autre"),
        "text": in_line(plain(row.data)),
    }


@changing_by_script
@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
@parser_classes([FormParser, MultiPartParser])
def edit_string(request: Request, translation_id: int, string_segment_id: int) -> Response:
    """Keeps the translation of one text, or takes it back."""
    translation = get_object_or_404(Translation, pk=translation_id)
    segment = get_object_or_404(
        StringSegment.objects.select_related("string"), pk=string_segment_id, source=translation.source_id
    )
    value = str(request.data.get("value", "")) if request.method == "PUT" else None
    with transaction.atomic():
        # Of two that save at once, the second one sees what the first one wrote.
        lock(translation)
        place = {
            "translation_of_id": segment.string_id,
            "locale_id": translation.target_locale_id,
            "context_id": segment.context_id,
        }
        row = StringTranslation.objects.filter(**place).select_related("last_translated_by").first()
        if value is not None and is_blank(segment.string.data, value):
            return _refused(no_words(), HTTPStatus.BAD_REQUEST, row)
        shown = request.headers.get(SHOWN)
        if row is not None and row.data != value and shown not in (None, version_of(row)):
            return _refused(_overtaken(row), HTTPStatus.CONFLICT, row)
        if value is None:
            if row is None:
                return Response(status=HTTPStatus.NOT_FOUND)  # which the editor's script takes for done
            row.delete()
            return Response({"version": NOT_TRANSLATED})
        saved, is_new = StringTranslation.objects.update_or_create(
            **place,
            defaults={
                "data": value,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": signed_in_user(request),
                "has_error": False,
                "field_error": "",
            },
        )
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return Response(_serialised(saved, translation), status=status)
