"""Reuses a translated text where the same text occurs elsewhere on the page (docs/adr/0024).

wagtail-localize stores a translation by text and path. A block that is deleted and made again, or copied, has another
path: without reuse, its texts would have to be translated again.
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
    """Copies a translation, with its author, to the place and text of `segment`.

    A translation that is there already stays, right or wrong.
    """
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
    """Gives a text at a new place its translations from elsewhere on the page.

    For each language the newest one by a person, else the newest one by a machine.
    """
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
    """Gives a picture, file or link at a new place the replacement that a translator chose elsewhere on the page."""
    same = OverridableSegment.objects.filter(source_id=segment.source_id, data_json=segment.data_json)
    places = same.exclude(context_id=segment.context_id).values("context_id")
    chosen = SegmentOverride.objects.filter(context_id__in=places, has_error=False).order_by("-updated_at")
    for row in chosen:
        place = {"locale_id": row.locale_id, "context_id": segment.context_id}
        if not SegmentOverride.objects.filter(**place).exists():
            SegmentOverride.objects.create(
                **place, data_json=row.data_json, last_translated_by_id=row.last_translated_by_id
            )
