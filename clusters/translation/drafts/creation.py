"""Creates missing translations of pages; leaves existing ones alone (docs/adr/0024).

wagtail-localize would translate a page with all pages below it, whatever exists already: it would restart a stopped
translation and overwrite its page with old strings, without a draft if it is public. And it would start from the texts
that were submitted last, not from those of today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.operations import TranslationCreator

from clusters.translation.drafts.resync import resync_for_new_language
from clusters.translation.locks import lock_new
from fedcms.users.models import User


@dataclass
class CreatedTranslations:
    """The result: how many pages were translated into one of the languages before, and sentences for the person."""

    there_before: int = 0
    notes: list[str] = field(default_factory=list)


def _missing(page: Page, locales: Sequence[Locale]) -> list[Locale]:
    done = set(Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True))
    return [locale for locale in locales if locale.pk not in done]


@transaction.atomic
def create_translations(pages: Iterable[Page], locales: Sequence[Locale], user: User) -> CreatedTranslations:
    """Creates draft translations of pages into `locales`, parents first.

    They start from the texts of today if the person may update the source for all languages, else from those of before.
    """
    made = CreatedTranslations()
    pages = list(pages)
    lock_new(page.translation_key for page in pages)
    for page in pages:
        missing = _missing(page, locales)
        made.there_before += len(missing) < len(locales)
        if missing:
            note = resync_for_new_language(page, user)
            if note:
                made.notes.append(note)
            TranslationCreator(user, missing).create_translations(page)
    return made
