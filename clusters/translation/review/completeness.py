"""The policy of complete translations: a page with untranslated texts is not published.

The editor asks before it writes a draft (clusters.translation.review.moderation). Wagtail's bulk actions, its API and
scripts publish the newest draft whatever it says, and it has the source's text wherever nothing was translated.
"""

from django.utils.translation import ngettext
from wagtail.models import Page, TaskState
from wagtail_localize.models import StringSegment, Translation, TranslationLog
from wagtail_localize.strings import StringValue

from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.translation.models import SourceText, TranslatedFrom
from clusters.translation.state.freshness import read_texts
from clusters.translation.texts.segment_paths import optional_paths
from clusters.translation.texts.source_texts import is_covered

NAMED, EXCERPT = 4, 60  # how many texts are named, and how many characters of each


def _followed(page: Page) -> Translation | None:
    found: Translation | None = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .exclude(source__locale_id=page.locale_id)
        .select_related("source")
        .first()
    )
    return found


def _missing(translation: Translation, origin: TranslatedFrom) -> list[str]:
    """Returns the texts of the source that were not translated when the draft was made, in the order of the page."""
    told = {(path, digest) for path, digest in origin.segments}
    source = translation.source
    row = SourceText.objects.filter(
        page__translation_key=source.object_id, page__locale_id=source.locale_id
    ).first()
    # A text that a minor change reworded is covered by the translation of the former text.
    reworded = {text[:2] for text in read_texts(row) if is_covered(text, told.__contains__)} if row else set()
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    optional = optional_paths(source)
    texts = [
        " ".join(StringValue(segment.string.data).render_text().split())
        for segment in segments.order_by("order")
        if (segment.context.path, str(segment.string.data_hash)) not in told | reworded
        and segment.context.path not in optional
    ]
    return [text for text in texts if any(character.isalpha() for character in text)]


def refuse_half_translated(publication: Publication) -> Refusal | None:
    """Refuses a page that is not public and is about to be published or scheduled with untranslated texts.

    Returns the `Refusal`, or `None`. A submitted draft was complete when it was submitted, and one whose schedule was
    approved when it was approved; their source may have got more texts since. Of a draft that was not made of strings
    it is not known which texts are translated.
    """
    page, revision = publication.page, publication.revision
    if revision is None or publication.was_approved:
        return None
    origin = TranslatedFrom.objects.filter(revision=revision).first()
    if origin is None or publication.is_public:
        return None
    if not TranslationLog.objects.filter(revision=revision).exists():
        return None  # written by hand: its source texts were inferred
    translation = _followed(page)
    if translation is None or TaskState.objects.filter(revision=revision).exists():
        return None
    missing = _missing(translation, origin)
    if not missing:
        return None
    named = [text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…" for text in missing[:NAMED]]
    words = ngettext(
        "« %(title)s » n’est pas publiée : %(count)d texte n’est pas traduit dans son brouillon "
        "(%(texts)s). Ouvrez la traduction, complétez-la et publiez-la de là.",
        "« %(title)s » n’est pas publiée : %(count)d textes ne sont pas traduits dans son brouillon "
        "(%(texts)s). Ouvrez la traduction, complétez-la et publiez-la de là.",
        len(missing),
    ) % {
        "title": page.get_admin_display_title(),
        "count": len(missing),
        "texts": ", ".join(f"« {text} »" for text in named),
    }
    return Refusal(words, reason="not_translated")
