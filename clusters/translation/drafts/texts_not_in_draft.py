"""Finds translated texts that the newest draft of the page does not contain yet.

Whatever was translated after the draft counts. A draft that was made of strings is also compared with them: a text may
have been saved while the draft was being written, and a picture or text that was taken back leaves no date. Any other
draft was written by a person, and is taken as it is.
"""

import json

from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
)

from clusters.translation.models import TranslatedFrom
from clusters.translation.texts.segment_paths import SegmentsByPath

Key = tuple[int, int]  # string and context


def has_texts_not_in_draft(translation: Translation, page: Page) -> bool:
    """Returns whether a text or value was translated, replaced or taken back since the newest draft of `page`."""
    place = {
        "context__object_id": translation.source.object_id,
        "locale_id": translation.target_locale_id,
    }
    if page.latest_revision_created_at is not None:
        place["updated_at__gt"] = page.latest_revision_created_at
    if any(kind.objects.filter(**place).exists() for kind in (StringTranslation, SegmentOverride)):
        return True
    if not TranslationLog.objects.filter(revision_id=page.latest_revision_id).exists():
        return False
    draft = SegmentsByPath(page.get_latest_revision_as_object())
    return _texts_differ(translation, page, draft) or _values_differ(translation, draft)


def _texts_differ(translation: Translation, page: Page, draft: SegmentsByPath) -> bool:
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    )
    strings: dict[Key, StringTranslation] = {(row.translation_of_id, row.context_id): row for row in rows}
    origin = TranslatedFrom.objects.filter(revision_id=page.latest_revision_id).first()
    told = {(path, digest) for path, digest in origin.segments} if origin else set()
    segments = StringSegment.objects.filter(source=translation.source).select_related("context", "string")
    for segment in segments:
        path, row = segment.context.path, strings.get((segment.string_id, segment.context_id))
        if row is None:
            if (path, str(segment.string.data_hash)) in told:
                return True  # somebody took the translation back
        elif not row.has_error and row.data not in draft.texts.get(path, ()):
            return True
    return False


def _values_differ(translation: Translation, draft: SegmentsByPath) -> bool:
    chosen = {
        row.context_id: json.loads(row.data_json)
        for row in SegmentOverride.objects.filter(
            context__object_id=translation.source.object_id,
            locale_id=translation.target_locale_id,
            has_error=False,
        )
    }
    segments = OverridableSegment.objects.filter(source=translation.source).select_related("context")
    return any(
        # The key of a picture is a number in a page, and a string as the editor's script sends it.
        str(chosen.get(segment.context_id, segment.data)) != str(draft.values[segment.context.path])
        for segment in segments
        if segment.context.path in draft.values
    )
