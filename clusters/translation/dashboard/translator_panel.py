"""The translations that a person finds on the dashboard: unfinished ones in their languages, and stale ones."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.access.own_pages import own_pages
from clusters.access.teams import teams_of
from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.stages import in_review
from clusters.translation.models import (
    State,
    TranslationAssignment,
    TranslationState,
    TranslationStateQuerySet,
)
from fedcms.users.models import User


def translates_alone(user: User) -> bool:
    """Returns whether a person is a translator and in no team, so that they may not create pages of their own."""
    return bool(translator_scope(user)) and not teams_of(user)


def translated_by(user: User) -> Q:
    """Returns the condition for translations that a person may edit as a translator."""
    scope = translator_scope(user)
    theirs = Q(pk__in=[])
    for locale_id in scope.roots:
        theirs |= scope.below(locale_id) & Q(locale_id=locale_id)
    followed = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id"), enabled=True
    )
    return theirs & Q(Exists(followed))


def unfinished_translations(user: User) -> "QuerySet[Page]":
    """Returns the drafts of translations that a person may edit as a translator, unpublished changes included."""
    unfinished = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    found: QuerySet[Page] = Page.objects.filter(translated_by(user), unfinished)
    return found


def stale_translations(user: User) -> TranslationStateQuerySet:
    """Returns the states of stale translations that wait for a person, of their sections or languages.

    Left out are those that were given to somebody else, and those whose update is in review.
    """
    theirs = Page.objects.filter(own_pages(user).as_q() | translated_by(user))
    given = TranslationAssignment.objects.filter(
        page__translation_key=OuterRef("page__translation_key"), locale=OuterRef("page__locale_id")
    )
    return TranslationState.objects.filter(
        ~Exists(given.exclude(assignee=user)), ~in_review(), state=State.STALE, page__in=theirs.values("pk")
    )
