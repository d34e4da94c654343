"""Reads the texts of a translation beside its source, and stores them when it is approved."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from wagtail.models import Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clusters.translation.models import ApprovedTranslation


@dataclass(frozen=True)
class Segment:
    """A text of the source and its translation ("" = none yet), as they are stored. `tool` names a machine."""

    path: str
    source: str
    target: str
    is_machine: bool = False
    tool: str = ""
    has_error: bool = False
    saved_at: datetime | None = None
    pk: int = 0


def segments_of(translation: Translation) -> list[Segment]:
    """Returns the texts of a translation in the order of the page. Two queries."""
    rows = list(
        StringSegment.objects.filter(source=translation.source)
        .select_related("string", "context")
        .order_by("order")
    )
    translated = {
        (each.translation_of_id, each.context_id): each
        for each in StringTranslation.objects.filter(
            locale=translation.target_locale, translation_of__in=[row.string_id for row in rows]
        )
    }
    found = []
    for row in rows:
        done = translated.get((row.string_id, row.context_id))
        machine = done is not None and done.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        found.append(
            Segment(
                row.context.path,
                row.string.data,
                done.data if done else "",
                machine,
                done.tool_name if done and machine else "",
                bool(done and done.has_error),
                done.updated_at if done else None,
                row.pk,
            )
        )
    return found


def remember(translation: Translation, revision: Revision) -> None:
    """Stores the texts of an approved revision; does nothing if they are stored already.

    The worker publishes the same revision again when its moment comes, perhaps after more was translated.
    """
    known = ApprovedTranslation.objects.filter(translation=translation).first()
    if known is not None and known.revision_id == revision.pk:
        return
    before = {(path, source): target for path, source, target in known.texts} if known else {}
    texts = [
        [
            each.path,
            each.source,
            # A translation saved after the revision was made is not in it: the text approved before is kept.
            each.target
            if each.saved_at is None or each.saved_at <= revision.created_at
            else before.get((each.path, each.source), each.target),
        ]
        for each in segments_of(translation)
    ]
    ApprovedTranslation.objects.update_or_create(
        translation=translation,
        defaults={"revision": revision, "approved_at": timezone.now(), "texts": texts},
    )
