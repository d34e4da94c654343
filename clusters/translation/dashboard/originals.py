"""Selects the original pages that a person sees in the report, by the filters on pages."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, get_page_models

from clusters.access.own_pages import own_pages
from clusters.models.section import StructuralPage
from clusters.translation.access.translators import translator_scope
from clusters.translation.models import TranslationState
from fedcms.core.models.base_page import BasePage
from fedcms.core.visibility import visible_q
from fedcms.users.models import User


def translated_types() -> list[int]:
    """Returns the keys of the content types that are translated, from Django's cache."""
    models = [
        model
        for model in get_page_models()
        if issubclass(model, BasePage) and not issubclass(model, StructuralPage)
    ]
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]


def originals(user: User) -> "QuerySet[Page]":
    """Returns the originals of a person's sections; for translators also the pages that they may translate.

    Another team's draft is shown only to translators of the whole federation in whose language that team has started a
    translation.
    """
    pages: QuerySet[Page] = Page.objects.filter(
        content_type_id__in=translated_types(), alias_of__isnull=True, translation_state__isnull=True
    )
    if user.is_superuser:
        return pages
    condition = own_pages(user).as_q()
    scope = translator_scope(user)
    for locale_id, roots in scope.roots.items():
        if scope.everywhere(locale_id):
            begun = TranslationState.objects.filter(
                page__translation_key=OuterRef("translation_key"), page__locale_id=locale_id
            )
            condition |= visible_q() | Q(Exists(begun))
        for root in filter(None, roots):
            condition |= Q(path__startswith=root)
    return pages.filter(condition)


def titled(words: str, user: User, sections: Collection[str]) -> Q:
    """Returns a condition: originals with such a title, as far as the person may read the title.

    The search must not reveal titles that the report does not show. `sections` are the tree paths of the clusters'
    sections.
    """
    named = Q(title__icontains=words)
    scope = translator_scope(user)
    if user.is_superuser or not any(scope.everywhere(locale) for locale in scope.roots):
        return named
    clusters = {root for held in scope.roots.values() for root in held if root}
    return named & (own_pages(user).as_q() | below(clusters) | ~below(sections) | visible_q())


def below(roots: Collection[str]) -> Q:
    """Returns a condition: originals in the sections with these tree paths."""
    found = Q(pk__in=[])
    for root in roots:
        found |= Q(path__startswith=root)
    return found
