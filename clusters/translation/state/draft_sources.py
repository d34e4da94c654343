"""Records from which source texts a translation's draft was made, or infers it.

It is recorded with each draft that is made of strings (`TranslatedFrom`). A page that was published in another way
(edited directly while the translation was stopped, restored, or older than these records) has no record: the texts that
it covers are inferred once, at the first check. If it were compared with the strings of today, it would become fresh as
soon as somebody types, and not when the text is public.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from clusters.translation.models import TranslatedFrom
from clusters.translation.texts.blank_texts import is_blank
from clusters.translation.texts.segment_paths import SegmentsByPath
from clusters.translation.texts.source_texts import SegmentKey, Text, alternatives


def translated_segments(translation_source_id: int, locale_id: int) -> list[SegmentKey]:
    """Returns path and hash of each text of a source that is translated into a language by now. One query."""
    segments = StringSegment.objects.filter(source_id=translation_source_id).annotate_translation(locale_id)
    places = segments.filter(translation__isnull=False).values_list(
        "context__path", "string__data_hash", "string__data", "translation"
    )
    return [(path, str(digest)) for path, digest, source, target in places if not is_blank(source, target)]


def record_origin(revision_id: int, places: Iterable[SegmentKey]) -> None:
    """Records which source texts were translated in a draft of a translation."""
    TranslatedFrom.objects.update_or_create(
        revision_id=revision_id, defaults={"segments": [list(place) for place in places]}
    )


def log_draft(translation: Translation, revision: Revision, places: list[SegmentKey]) -> None:
    """Logs that a draft was made of a translation's strings, with the source texts that were translated in it."""
    log = TranslationLog(source=translation.source, locale=translation.target_locale, revision=revision)
    log.told = places
    log.save()


def covered_segments(pages: Iterable[Page]) -> dict[int, set[SegmentKey]]:
    """Returns, by key of the public page, the source texts from which its public revision was made. One query.

    Pages without a record are left out.
    """
    revisions = {page.live_revision_id: page.pk for page in pages if page.live and page.live_revision_id}
    rows = TranslatedFrom.objects.filter(revision_id__in=revisions).values_list("revision_id", "segments")
    return {revisions[revision]: {(path, digest) for path, digest in places} for revision, places in rows}


def _strings(key: UUID, locale_id: int) -> "QuerySet[StringTranslation]":
    found: QuerySet[StringTranslation] = StringTranslation.objects.filter(
        context__object_id=key, locale_id=locale_id, has_error=False
    )
    return found


def inferred_origin(page: Page, texts: Iterable[Text]) -> set[SegmentKey]:
    """Returns which of its source's texts a public page without a record covers. A few queries.

    A text is covered if its translation is in the page at the same path, or existed when the page was published (a
    correction made since is not public yet). But if the page contains the translation of a former text at that path (an
    older version was restored), it covers that text alone.
    """
    said = SegmentsByPath(page.specific).texts
    moment = Revision.objects.filter(pk=page.live_revision_id).values_list("created_at", flat=True).first()
    moment = moment or page.last_published_at
    wanted = [list(alternatives(text)) for text in texts]
    current = {place for places in wanted for place in places}
    stands: set[SegmentKey] = set()
    existed: set[SegmentKey] = set()
    for path, digest, source, data, created_at in _strings(page.translation_key, page.locale_id).values_list(
        "context__path", "translation_of__data_hash", "translation_of__data", "data", "created_at"
    ):
        if is_blank(source, data):
            continue
        if data in said.get(path, ()):
            stands.add((path, str(digest)))
        elif moment is not None and created_at <= moment:
            existed.add((path, str(digest)))
    former = {path for path, _digest in stands - current}
    known = stands | {place for place in existed if place[0] not in former}
    # One segment for each text, the best: a translation of a former text at the same path no longer counts.
    found = (next((place for place in places if place in known), None) for places in wanted)
    return {place for place in found if place is not None}


def save_inferred_origin(page: Page, places: set[SegmentKey]) -> None:
    """Records inferred source texts, so that later translations do not change them."""
    if page.live_revision_id is not None:
        TranslatedFrom.objects.get_or_create(
            revision_id=page.live_revision_id,
            defaults={"segments": [list(place) for place in sorted(places)]},
        )
