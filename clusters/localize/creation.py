"""Has pages translated that are not, and leaves those alone that are (docs/adr/0024).

wagtail-localize takes a page with all that is below it, whatever exists already: a translation that was stopped is
begun again, its page overwritten by old strings, without a draft where it is public.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import TranslationCreator

from fedcms.users.models import User


def _missing(page: Page, locales: Sequence[Locale]) -> list[Locale]:
    done = set(Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True))
    return [locale for locale in locales if locale.pk not in done]


def _renew_source(page: Page) -> None:
    """A source that no translation follows any more is as old as the last one that did."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None and not source.translations.filter(enabled=True).exists():
        source.update_from_db()


@transaction.atomic
def create_translations(pages: Iterable[Page], locales: Sequence[Locale], user: User) -> int:
    """Makes draft translations of pages, parents first; returns how many existed in one of the languages."""
    there_before = 0
    for page in pages:
        missing = _missing(page, locales)
        there_before += len(missing) < len(locales)
        if missing:
            _renew_source(page)
            TranslationCreator(user, missing).create_translations(page)
    return there_before
