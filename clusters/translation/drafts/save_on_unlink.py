"""Saves translated texts into the page before its link to the source is removed (docs/adr/0024).

Strings of which no draft was made exist in wagtail-localize's tables alone. It shows the page without them once the
translation is stopped (wagtail-localize #861), and deletes them with the source.
"""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count
from wagtail.models import Page
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)

from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.building import built_page
from clusters.translation.drafts.texts_not_in_draft import has_texts_not_in_draft
from clusters.translation.state.draft_sources import log_draft, translated_segments
from clusters.translation.texts.blank_texts import has_words
from clusters.translation.texts.plain_text import plain
from clusters.translation.texts.segment_paths import optional_paths
from fedcms.users.models import User

logger = logging.getLogger("fedcms.translation")


def _without_gaps(translation: Translation, *, with_choices: bool = True) -> Page:
    """Returns the page as its strings make it, with older translations of changed texts that are not translated again.

    An older translation is used only where its path holds a single text: of several sentences it is not known which one
    it belonged to. Without `with_choices` the pictures and links are the source's. Nothing is saved.
    """
    with transaction.atomic():
        point = transaction.savepoint()
        if not with_choices:
            SegmentOverride.objects.filter(
                context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
            ).delete()
        segments = StringSegment.objects.filter(source=translation.source)
        alone = segments.values("context_id").annotate(number=Count("pk")).filter(number=1)
        missing = segments.annotate_translation(translation.target_locale).filter(translation__isnull=True)
        # The former name of a place is that of another place.
        missing = missing.exclude(context__path__in=optional_paths(translation.source))
        for segment in missing.filter(context_id__in=alone.values("context_id")):
            older = StringTranslation.objects.filter(
                context_id=segment.context_id, locale_id=translation.target_locale_id, has_error=False
            )
            newest_first = older.order_by("-translation_type", "-updated_at", "-pk")
            row = next((each for each in newest_first if has_words(plain(each.data))), None)
            if row is not None:
                StringTranslation.objects.update_or_create(
                    translation_of_id=segment.string_id,
                    locale_id=translation.target_locale_id,
                    context_id=segment.context_id,
                    defaults={"data": row.data, "translation_type": row.translation_type, "has_error": False},
                )
        page = built_page(translation)
        # The older translations were inserted for this page only: they do not translate the present texts.
        transaction.savepoint_rollback(point)
    return page


def save_translated_words(translation: Translation, user: User | None = None) -> None:
    """Writes all that is translated by now into a draft of the page, complete or not.

    The draft is saved without the checks of a publication, as Wagtail's drafts are, so that no text is lost. The page's
    row is not changed.
    """
    if not has_texts_not_in_draft(translation, translation.get_target_instance()):
        return
    places = translated_segments(translation.source_id, translation.target_locale_id)
    try:
        page = _without_gaps(translation)
    except Refusal:
        try:
            # A picture that somebody chose is gone: the texts are saved without the choices.
            page = _without_gaps(translation, with_choices=False)
        except Refusal:
            return  # the source is gone: the texts were saved when it was deleted
    revision = page.save_revision(user=user, clean=False, log_action=True)
    log_draft(translation, revision, places)


def save_translated_words_of_all(source: Page) -> None:
    """Saves the translated texts of all pages that were translated from `source`, before it is deleted."""
    followed = Translation.objects.filter(
        source__object_id=source.translation_key, source__locale_id=source.locale_id, enabled=True
    ).select_related("source", "target_locale")
    for translation in followed:
        if Page.objects.filter(
            translation_key=source.translation_key, locale_id=translation.target_locale_id
        ).exists():
            try:
                with transaction.atomic():
                    save_translated_words(translation)
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                # A page that can no longer be built must not prevent the deletion of its source.
                logger.exception("The words of translation %s could not be kept.", translation.pk)
