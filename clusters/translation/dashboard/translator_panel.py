"""The dashboard panel of a translator: unfinished translations in their languages."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.access.teams import teams_of
from clusters.translation.access.translators import translator_scope
from fedcms.users.models import User


def translates_alone(user: User) -> bool:
    """Whether a person is a translator and in no team: what a team writes is not theirs to begin."""
    return bool(translator_scope(user)) and not teams_of(user)


def unfinished_translations(user: User) -> "QuerySet[Page]":
    """Drafts of translations on which a person works as a translator, changes to public ones included."""
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
