"""Creates missing translations of pages; leaves existing ones alone (docs/adr/0024).

wagtail-localize takes a page with all that is below it, whatever exists already: a translation that was stopped is
begun again, its page overwritten by old strings, without a draft where it is public. And it begins with the words that
were submitted last, whatever the page says by now.
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
    """What came of it: how many pages existed in one of the languages, and sentences for who asked."""

    there_before: int = 0
    notes: list[str] = field(default_factory=list)


def _missing(page: Page, locales: Sequence[Locale]) -> list[Locale]:
    done = set(Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True))
    return [locale for locale in locales if locale.pk not in done]


@transaction.atomic
def create_translations(pages: Iterable[Page], locales: Sequence[Locale], user: User) -> CreatedTranslations:
    """Makes draft translations of pages, parents first, from what the pages say today where the person may."""
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
