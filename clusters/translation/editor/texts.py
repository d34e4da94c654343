"""Saves one text at wagtail-localize's own REST endpoint, for programs; guarded and locked.

The project's editor is a form (clusters.translation.editor.page_view). Both save with the same function.
"""

from http import HTTPStatus

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import StringTranslationSerializer

from clusters.translation.access.guards import signed_in_user
from clusters.translation.editor.string_saving import (
    NOT_TRANSLATED,
    BlankText,
    OvertakenText,
    Place,
    comment_of,
    save_string,
    version_of,
)
from clusters.translation.editor.views import changing_by_script, lock_or_answer

SHOWN = "X-Shown-Version"
"""The header with the version that the client showed. Without it, a newer text is overwritten unseen."""


def _serialised(row: StringTranslation, translation: Translation) -> dict[str, object]:
    context = {"translation_source": translation.source}
    told: dict[str, object] = StringTranslationSerializer(row, context=context).data
    return {**told, "comment": comment_of(row), "version": version_of(row)}


def _refused(refusal: Exception, status: HTTPStatus, row: StringTranslation | None) -> Response:
    return Response({"detail": str(refusal), "version": version_of(row)}, status=status)


@changing_by_script
@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
@parser_classes([FormParser, MultiPartParser])
def edit_string(request: Request, translation_id: int, string_segment_id: int) -> Response:
    """Saves the translation of one text (PUT), or deletes it (DELETE).

    Answers 423 while the page is locked, 400 for a blank text, 409 when somebody else saved it meanwhile.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    segment = get_object_or_404(
        StringSegment.objects.select_related("string"), pk=string_segment_id, source=translation.source_id
    )
    place = Place(segment.string_id, segment.context_id, segment.string.data)
    value = str(request.data.get("value", "")) if request.method == "PUT" else None
    with transaction.atomic():
        # Of two people who save at once, the second one sees what the first one wrote.
        if locked := lock_or_answer(request, translation):
            return locked
        row = (
            StringTranslation.objects.filter(
                translation_of_id=segment.string_id,
                locale_id=translation.target_locale_id,
                context_id=segment.context_id,
            )
            .select_related("last_translated_by")
            .first()
        )
        shown = request.headers.get(SHOWN)
        has_seen = shown in (None, version_of(row))
        try:
            saved = save_string(translation, place, row, value, signed_in_user(request), has_seen=has_seen)
        except BlankText as refusal:
            return _refused(refusal, HTTPStatus.BAD_REQUEST, row)
        except OvertakenText as refusal:
            return _refused(refusal, HTTPStatus.CONFLICT, row)
    if saved is None:
        # wagtail-localize's script takes "not found" for success.
        return Response({"version": NOT_TRANSLATED}) if row else Response(status=HTTPStatus.NOT_FOUND)
    status = HTTPStatus.OK if row else HTTPStatus.CREATED
    return Response(_serialised(saved, translation), status=status)
