"""The dashboard panel of a translator: unfinished translations in their languages."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.access.teams import teams_of
from clusters.translation.access.translators import translator_scope
from fedcms.users.models import User


def translates_alone(user: User) -> bool:
    """Returns whether a person is a translator and in no team, so that they may not create pages of their own."""
    return bool(translator_scope(user)) and not teams_of(user)


def unfinished_translations(user: User) -> "QuerySet[Page]":
    """Returns the drafts of translations that a person may edit as a translator, unpublished changes included."""
    scope = translator_scope(user)
    theirs = Q(pk__in=[])
    for locale_id in scope.roots:
        theirs |= scope.below(locale_id) & Q(locale_id=locale_id)
    followed = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id"), enabled=True
    )
    unfinished = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    found: QuerySet[Page] = Page.objects.filter(theirs, unfinished, Exists(followed))
    return found
