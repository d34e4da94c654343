"""Records that a change is minor; translations then keep their state.

The choice is stored with the revision (`MinorChange`), survives moderation and schedule, and counts when that revision
becomes the public one (clusters.translation.state.freshness.publish_texts).
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from clusters.access.references import OwnReferencesPageForm
from clusters.models.minor_change_panel import FIELD
from clusters.translation.models import MinorChange, SourceText, TranslationState
from clusters.translation.state.freshness import read_texts
from clusters.translation.texts.text_reuse import say_there


class TranslatedPageForm(OwnReferencesPageForm):
    """The form of translated pages: if translations follow the page, it asks whether a change is minor."""

    is_minor_change = forms.BooleanField(
        required=False,
        label=_("Changement mineur : les traductions restent à jour"),
        help_text=_(
            "Cette page est traduite. Cochez si ce que vous publiez ne change rien au sens : une faute corrigée, "
            "une ponctuation. Sans coche, les traductions sont signalées comme périmées. Le choix vaut pour tout "
            "ce qui diffère de la version en ligne."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not is_translated(self.instance):
            self.fields.pop(FIELD, None)
        elif FIELD in self.fields:
            self.initial[FIELD] = said_of_draft(self.instance)

    def save(self, commit: bool = True) -> Page:
        """Sets the choice on the page, from which the next revision takes it."""
        if FIELD in self.cleaned_data:
            self.instance.is_minor_change = self.cleaned_data[FIELD]
        page: Page = super().save(commit=commit)
        return page


def is_translated(page: Page) -> bool:
    """Returns whether a translation follows the page."""
    return page.pk is not None and TranslationState.objects.filter(source_id=page.pk).exists()


def said_of_draft(page: Page) -> bool:
    """Returns whether the author of the newest draft called it minor; `False` once it is published."""
    return bool(
        page.has_unpublished_changes
        and MinorChange.objects.filter(revision_id=page.latest_revision_id).exists()
    )


def carry_over(source: TranslationSource, locale_id: int) -> None:
    """Gives texts that a minor change reworded the translation of the former text, after a resync of the source."""
    row = SourceText.objects.filter(
        page__translation_key=source.object_id, page__locale_id=source.locale_id
    ).first()
    reworded = [text for text in read_texts(row) if text[3]] if row else []
    if not reworded:
        return
    known: dict[tuple[str, str], StringTranslation] = {
        (string.context.path, str(string.translation_of.data_hash)): string
        for string in StringTranslation.objects.filter(
            context__object_id=source.object_id, locale_id=locale_id, has_error=False
        ).select_related("context", "translation_of")
    }
    segments = {
        (segment.context.path, str(segment.string.data_hash)): segment
        for segment in StringSegment.objects.filter(source=source).select_related("context", "string")
    }
    for path, digest, _since, instead in reworded:
        segment = segments.get((path, digest))
        # A text that stands for several former ones must be translated again.
        olds = [known.get((path, old)) for hashes in instead or [] for old in hashes]
        old = next((string for string in olds if string is not None), None)
        if segment is None or old is None or len(instead or []) != 1 or (path, digest) in known:
            continue
        # A translation marked as faulty is kept as its translator wrote it, to be corrected.
        say_there(old, segment)
