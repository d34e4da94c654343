"""Builds the draft revision of a translation from its strings; the live page stays as it is.

wagtail-localize's own `save_target(publish=False)` saves the page's row before it makes the revision: on a live page,
that would make an editor's unreviewed text public at once.
"""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision, TaskState
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    SegmentOverride,
    SourceDeletedError,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)
from wagtail_localize.strings import StringValue

from clusters.publishing.refusal import Refusal, sentences
from clusters.translation.drafts.place_names import follow_place_names, note_own_names
from clusters.translation.drafts.shared_block_values import set_shared_block_values
from clusters.translation.drafts.shared_fields import assign, shared_fields_of
from clusters.translation.drafts.source_schedule import clocks_of
from clusters.translation.state.draft_sources import log_draft, translated_segments
from clusters.translation.texts.blank_texts import is_blank
from clusters.translation.texts.segment_paths import EXCERPT, optional_paths
from clusters.translation.texts.source_texts import SegmentKey
from fedcms.core.pages.address_length import space_for_slug
from fedcms.core.pages.slugs import is_made_of, slug_of
from fedcms.users.models import User

TRIES = 3  # how often a page is built anew when its strings are changed while it is being built


def missing_strings(translation: Translation) -> list[str]:
    """Returns the beginnings of the source's texts without a valid translation, in the order of the page.

    Names of places are not missed: without a name of its own a translation has the source's.
    """
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .exclude(context__path__in=optional_paths(translation.source))
        .annotate_translation(translation.target_locale)
        .select_related("string")
        .order_by("order")
    )
    texts = [
        " ".join(StringValue(segment.string.data).render_text().split())
        for segment in segments
        if segment.translation is None or is_blank(segment.string.data, segment.translation)
    ]
    return [text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…" for text in texts]


def save_wordless_strings(translation: Translation, user: User) -> None:
    """Copies texts without letters ("40", "12 %") from the source, so that nobody has to type them again."""
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .annotate_translation(translation.target_locale, include_errors=True)
        .filter(translation__isnull=True)
        .select_related("string")
    )
    for segment in segments:
        if not any(character.isalpha() for character in StringValue(segment.string.data).render_text()):
            StringTranslation.objects.get_or_create(
                translation_of_id=segment.string_id,
                locale=translation.target_locale,
                context_id=segment.context_id,
                defaults={
                    "data": segment.string.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": user,
                },
            )


def _set_slug(page: Page, source_slug: str) -> None:
    """Sets a slug made of the translated title, unless the page was ever public or somebody chose its slug."""
    parent = page.get_parent()
    space = space_for_slug(page, parent)
    if page.first_published_at is not None or not (slug := slug_of(page.title, space)):
        return
    title, before = Page.objects.values_list("title", "slug").get(pk=page.pk)
    # A new translation has the slug of its source, with a number where that is taken.
    if is_made_of(before, title, space) or is_made_of(before, source_slug):
        page.slug = find_available_slug(parent, slug, ignore_page_id=page.pk)


def _follow_source(translation: Translation, page: Page) -> None:
    """Sets what wagtail-localize does not: many-to-many fields (it empties them), schedule and shared fields of today.

    If the source is not live, its shared fields are taken from the version whose texts were translated.
    """
    source = translation.source.get_source_instance()
    assign(
        page,
        shared_fields_of(source if source.live else translation.source.as_instance()) | clocks_of(source),
    )
    note_own_names(translation, page)
    if source.live:
        follow_place_names(page, source)
        set_shared_block_values(page, source)


def _mark_errors(translation: Translation, error: ValidationError) -> None:
    """Stores a validation error with the string that caused it, beside which the editor shows it."""
    for field_name, errors in getattr(error, "error_dict", {}).items():
        context = TranslationContext.objects.filter(
            object_id=translation.source.object_id, path=field_name
        ).first()
        if context is None:
            continue
        strings = StringSegment.objects.filter(source=translation.source, context=context).values("string_id")
        for string in StringTranslation.objects.filter(
            translation_of_id__in=strings, context=context, locale=translation.target_locale
        ):
            string.set_field_error(errors)


def built_page(translation: Translation) -> Page:
    """Returns the translated page as its strings make it, unsaved.

    Raises `Refusal` when the source page, or a picture, file or page that was chosen for the translation, is gone.
    """
    try:
        page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
        _follow_source(translation, page)
    except SourceDeletedError as error:
        raise Refusal(
            _("La page d’origine n’existe plus : arrêtez la traduction pour écrire la page seule.")
        ) from error
    except ObjectDoesNotExist as error:
        raise Refusal(
            _(
                "Une image, un fichier ou une page choisis pour cette traduction n’existent plus : "
                "choisissez-en d’autres, ou reprenez ceux de l’original."
            )
        ) from error
    _set_slug(page, source_slug=translation.source.get_source_instance().slug)
    return page


def _check_lengths(page: Page) -> None:
    """Raises `ValidationError` for texts longer than their field allows.

    Django checks the maximum length of a `TextField` in forms only, and a translation passes through none.
    """
    errors = {}
    for translatable in get_translatable_fields(type(page)):
        field = translatable.get_field(type(page))
        if isinstance(field, models.TextField) and field.max_length:
            length = len(field.value_from_object(page) or "")
            if length > field.max_length:
                errors[field.name] = _("%(length)d caractères, %(limit)d au plus.") % {
                    "length": length,
                    "limit": field.max_length,
                }
    if errors:
        raise ValidationError(errors)


def _strings_now(translation: Translation) -> list[list[tuple[int, datetime]]]:
    place = {"context__object_id": translation.source.object_id, "locale_id": translation.target_locale_id}
    return [
        list(kind.objects.filter(**place).order_by("pk").values_list("pk", "updated_at"))
        for kind in (StringTranslation, SegmentOverride)
    ]


def _built_with_origin(translation: Translation) -> tuple[Page, list[SegmentKey]]:
    """Returns the page as its strings make it, and the source texts that are translated in it.

    If another person saves a string meanwhile, both are read again, so that the string is in both or in neither. After
    the last try it may be in the page alone: then one more draft is asked for, and nothing false is recorded.
    """
    tries = 0
    while True:
        tries += 1
        before = _strings_now(translation)
        places = translated_segments(translation.source_id, translation.target_locale_id)
        page = built_page(translation)
        if tries == TRIES or _strings_now(translation) == before:
            return page, places


def write_draft(translation: Translation, user: User) -> Revision:
    """Writes a new draft revision of the translated page and returns it.

    Raises `Refusal` when the translation is not valid. A running review gets the new revision.
    """
    page, places = _built_with_origin(translation)
    try:
        _check_lengths(page)
        with transaction.atomic():
            if not page.live:
                # As Wagtail's editor does: the row of a page that is not live follows its draft.
                page.save()
            revision = page.save_revision(user=user, log_action=True)
            TaskState.objects.filter(
                workflow_state__object_id=str(page.pk),
                workflow_state__base_content_type=page.get_base_content_type(),
                status=TaskState.STATUS_IN_PROGRESS,
            ).update(revision=revision)
            log_draft(translation, revision, places)
    except ValidationError as error:
        _mark_errors(translation, error)
        raise Refusal(
            _("Le brouillon n’a pas pu être écrit. %(reasons)s") % {"reasons": sentences(error)}
        ) from error
    return revision
