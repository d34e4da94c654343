"""Records that a change is minor; translations then keep their state.

The choice is kept with the revision (`MinorChange`), through moderation and schedule, and counts when that revision
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
    """The form of pages that are translated: asks, where there are translations, whether a change concerns them."""

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
        """Leaves the choice on the page, for the revision that is made of it next."""
        if FIELD in self.cleaned_data:
            self.instance.is_minor_change = self.cleaned_data[FIELD]
        page: Page = super().save(commit=commit)
        return page


def is_translated(page: Page) -> bool:
    """Whether a translation follows the page."""
    return page.pk is not None and TranslationState.objects.filter(source_id=page.pk).exists()


def said_of_draft(page: Page) -> bool:
    """What the author of the newest draft said of it, as long as it is not published."""
    return bool(
        page.has_unpublished_changes
        and MinorChange.objects.filter(revision_id=page.latest_revision_id).exists()
    )


def carry_over(source: TranslationSource, locale_id: int) -> None:
    """After a source was extracted again: what a minor change reworded keeps the translation that it had."""
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
        # Words that stand for several former ones are translated anew.
        olds = [known.get((path, old)) for hashes in instead or [] for old in hashes]
        old = next((string for string in olds if string is not None), None)
        if segment is None or old is None or len(instead or []) != 1 or (path, digest) in known:
            continue
        # One that is marked as wrong is kept as its translator wrote it, for them to correct.
        say_there(old, segment)
