"""Reuses a translated text where the same words stand elsewhere on the page (docs/adr/0024).

wagtail-localize keeps a translation by text and place. A block that is deleted and made again, or copied, is another
place: its texts would be asked for once more, and the old answers be found by nobody.
"""

from collections.abc import Iterable

from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
)


def _first_of_each_language(rows: Iterable[StringTranslation]) -> dict[int, StringTranslation]:
    found: dict[int, StringTranslation] = {}
    for row in rows:
        found.setdefault(row.locale_id, row)
    return found


def say_there(translated: StringTranslation, segment: StringSegment) -> None:
    """A translation, with who made it, for another place or wording. One that is there, right or wrong, stays."""
    StringTranslation.objects.get_or_create(
        translation_of_id=segment.string_id,
        locale_id=translated.locale_id,
        context_id=segment.context_id,
        defaults={
            "data": translated.data,
            "translation_type": translated.translation_type,
            "tool_name": translated.tool_name,
            "last_translated_by_id": translated.last_translated_by_id,
        },
    )


def reuse_string(segment: StringSegment) -> None:
    """For a text at a new place: its translations elsewhere on the page, people's before machines', newest first."""
    elsewhere = (
        StringTranslation.objects.filter(
            translation_of_id=segment.string_id,
            context__object_id=segment.source.object_id,
            has_error=False,
        )
        .exclude(context_id=segment.context_id)
        .order_by("locale_id", "-translation_type", "-updated_at", "-pk")  # "manual" comes after "machine"
    )
    for row in _first_of_each_language(elsewhere).values():
        say_there(row, segment)


def reuse_override(segment: OverridableSegment) -> None:
    """The same for a picture, a file or a link that a translator replaced by another one."""
    same = OverridableSegment.objects.filter(source_id=segment.source_id, data_json=segment.data_json)
    places = same.exclude(context_id=segment.context_id).values("context_id")
    chosen = SegmentOverride.objects.filter(context_id__in=places, has_error=False).order_by("-updated_at")
    for row in chosen:
        place = {"locale_id": row.locale_id, "context_id": segment.context_id}
        if not SegmentOverride.objects.filter(**place).exists():
            SegmentOverride.objects.create(
                **place, data_json=row.data_json, last_translated_by_id=row.last_translated_by_id
            )
