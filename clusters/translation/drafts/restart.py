"""Restarts a stopped translation from the texts of its page (docs/adr/0024, wagtail-localize #876).

While a translation is stopped, people edit its page directly. wagtail-localize does not see that: its next draft would
be made of the strings as they were before. Here the page's texts become strings wherever source and page have the same
paths. Texts without such a path are shown to the person before anything happens, and stay in the page's history.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)

from clusters.translation.access.guards import target_page
from clusters.translation.drafts.building import built_page
from clusters.translation.drafts.shared_fields import CLOCKS
from clusters.translation.drafts.source_schedule import copy_shared_fields, move_clocks
from clusters.translation.locks import lock_sets
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.texts.segment_paths import SegmentsByPath
from fedcms.users.models import User

_encoder = DjangoJSONEncoder()


def _segments_by_place(translation: Translation) -> dict[str, list[StringSegment]]:
    found: dict[str, list[StringSegment]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation.source).order_by("order", "pk")
    for segment in segments.select_related("context", "string"):
        found[segment.context.path].append(segment)
    return found


def _read_texts(translation: Translation, page: Page, user: User) -> None:
    """Saves the page's texts as translations; strings newer than the page's newest draft stay as they are."""
    source, present = SegmentsByPath(translation.source.as_instance()), SegmentsByPath(page)
    known = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        )
    }
    older = {(row.context_id, row.data) for row in known.values()}
    written_at = page.latest_revision_created_at
    for path, segments in _segments_by_place(translation).items():
        texts = present.texts.get(path, [])
        if len(texts) != len(segments) or source.templates[path] != present.templates[path]:
            continue
        for segment, text in zip(segments, texts, strict=True):
            row = known.get((segment.string_id, segment.context_id))
            # Skipped: the source's own text, which stands where nothing was translated or could be shown; and the
            # translation of a former source text, which does not translate the text of today.
            if text == segment.string.data or (segment.context_id, text) in older:
                continue
            if row is not None and written_at is not None and row.updated_at > written_at:
                continue
            StringTranslation.objects.update_or_create(
                translation_of_id=segment.string_id,
                locale=translation.target_locale,
                context_id=segment.context_id,
                defaults={
                    "data": text,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": "",
                    "last_translated_by": user,
                    "has_error": False,
                    "field_error": "",
                },
            )


def _read_values(translation: Translation, page: Page, user: User) -> None:
    """Saves each picture, file or link that differs from the source's as the translator's replacement."""
    present = SegmentsByPath(page).values
    for segment in OverridableSegment.objects.filter(source=translation.source).select_related("context"):
        value = present.get(segment.context.path)
        if value and value != segment.data:
            SegmentOverride.objects.update_or_create(
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data_json": json.dumps(value, cls=DjangoJSONEncoder),
                    "last_translated_by": user,
                    "has_error": False,
                    "field_error": "",
                },
            )


def _followed_fields(page: Page) -> Iterable[str]:
    for translatable in get_translatable_fields(type(page)):
        if isinstance(translatable, SynchronizedField):
            yield translatable.field_name


def _lost(present: Page, built: Page) -> list[str]:
    """Returns the texts of the page, and the names of its fields, that a draft made of the strings would lose."""
    texts = list((SegmentsByPath(present).contents() - SegmentsByPath(built).contents()).elements())
    before, after = present.serializable_data(), built.serializable_data()
    fields = [
        str(present._meta.get_field(name).verbose_name)
        for name in _followed_fields(present)
        if name not in CLOCKS and _encoder.encode(before.get(name)) != _encoder.encode(after.get(name))
    ]
    return texts + fields


class _NotConfirmed(Exception):
    """Undoes the transaction when texts would be lost and the person has not confirmed; `lost` are those texts."""

    def __init__(self, lost: list[str]) -> None:
        super().__init__()
        self.lost = lost


def restart(translation: Translation, user: User, *, is_confirmed: bool = False) -> list[str]:
    """Restarts a translation from its page's newest draft. Returns the texts for which the source has no path.

    If there are any and the person has not confirmed, nothing is changed. Raises `Refusal` when the source is gone.
    """
    try:
        with transaction.atomic(), states_once():
            return _restart(translation, user, is_confirmed)
    except _NotConfirmed as undone:
        return undone.lost


def _restart(translation: Translation, user: User, is_confirmed: bool) -> list[str]:
    # If two people click at once, the second one finds the translation restarted, and nothing is read again.
    lock_sets([translation.source.object_id])
    locked = Translation.objects.select_for_update().get(pk=translation.pk)
    if locked.enabled:
        return []
    page = target_page(locked)
    present = page.get_latest_revision_as_object()
    _read_texts(locked, present, user)
    _read_values(locked, present, user)
    lost = _lost(present, built_page(locked))
    if lost and not is_confirmed:
        raise _NotConfirmed(lost)
    locked.enabled = True
    locked.save(update_fields=["enabled"])
    source = locked.source.get_source_instance()
    move_clocks(source, [page])
    if source.live:
        copy_shared_fields(source, [page])
    return lost
