"""The rows of the report: the originals that a person may be shown, and what its filters mean."""

from collections.abc import Collection
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState, get_page_models

from clusters.localize.models import (
    State,
    TranslationAssignment,
    TranslationState,
    TranslationStateQuerySet,
)
from clusters.localize.translators import scope_of
from clusters.models.section import SkeletonPage
from clusters.own_pages import own_pages
from fedcms.core.models.base_page import BasePage
from fedcms.core.visibility import visible_q
from fedcms.users.models import User

Locales = Collection[int]
"""Keys of the languages that a filter is about."""


def translated_types() -> list[int]:
    """The keys of the types of pages that are translated, from Django's cache."""
    models = [
        model
        for model in get_page_models()
        if issubclass(model, BasePage) and not issubclass(model, SkeletonPage)
    ]
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]


def originals(user: User) -> "QuerySet[Page]":
    """The pages that are no translation, of a person's sections; to a translator what they may translate, too.

    Another team's draft is nobody's else, but for translators whom that team asked by beginning a translation.
    """
    pages: QuerySet[Page] = Page.objects.filter(
        content_type_id__in=translated_types(), alias_of__isnull=True, translation_state__isnull=True
    )
    if user.is_superuser:
        return pages
    condition = own_pages(user).as_q()
    scope = scope_of(user)
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
    """Originals of such a title, as far as the person may read it: a search must not tell what the report does not.

    `sections` are the tree paths at which the clusters' sections begin.
    """
    named = Q(title__icontains=words)
    scope = scope_of(user)
    if user.is_superuser or not any(scope.everywhere(locale) for locale in scope.roots):
        return named
    clusters = {root for held in scope.roots.values() for root in held if root}
    return named & (own_pages(user).as_q() | below(clusters) | ~below(sections) | visible_q())


def _keys(states: TranslationStateQuerySet) -> Q:
    return Q(translation_key__in=states.values("page__translation_key"))


def in_state(state: str, locales: Locales) -> Q:
    """Originals with a translation in one of these languages that is in a state."""
    states = TranslationState.objects.filter(page__locale_id__in=locales)
    if state != State.MISSING:
        return _keys(states.filter(state=state))
    if len(locales) == 1:
        return ~Q(locale_id__in=locales) & ~_keys(states.made())
    # Somewhere a translation is missing unless there is one for each language but the original's.
    whole = (
        states.made()
        .values("page__translation_key")
        .annotate(made=Count("pk"))
        .filter(made__gte=len(locales) - 1)
    )
    return ~Q(translation_key__in=whole.values("page__translation_key"))


def stale_for(days: int, locales: Locales) -> Q:
    """Originals of which a translation in one of these languages has been stale for so many days or more."""
    moment = timezone.now() - timedelta(days=days)
    return _keys(
        TranslationState.objects.filter(state=State.STALE, since__lte=moment, page__locale_id__in=locales)
    )


def given(kind: str, user: User, locales: Locales) -> Q:
    """Originals of which a translation is given to "me", to "anybody", or to "nobody"."""
    rows = TranslationAssignment.objects.filter(locale_id__in=locales)
    if kind == "me":
        rows = rows.filter(assignee=user)
    found = Q(pk__in=rows.values("page_id"))
    return ~found if kind == "nobody" else found


def given_to(name: str, locales: Locales) -> Q:
    """Originals of which a translation is given to somebody of this name, or a part of it."""
    named = (
        Q(assignee__username__icontains=name)
        | Q(assignee__first_name__icontains=name)
        | Q(assignee__last_name__icontains=name)
    )
    rows = TranslationAssignment.objects.filter(named, locale_id__in=locales)
    return Q(pk__in=rows.values("page_id"))


def with_stages(states: TranslationStateQuerySet) -> TranslationStateQuerySet:
    """Each state with `in_review` and `is_scheduled` of its page."""
    return states.annotate(in_review=_in_review(), is_scheduled=_is_scheduled())


def _in_review() -> Exists:
    key = Cast(OuterRef("page_id"), CharField())
    reviews = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=key,
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return Exists(reviews)


def _is_scheduled() -> Exists:
    key = Cast(OuterRef("page_id"), CharField())
    schedules = Revision.page_revisions.filter(object_id=key, approved_go_live_at__isnull=False)
    return Exists(schedules)


def in_progress(stage: str, locales: Locales) -> Q:
    """Originals of which a translation in one of these languages is a "draft", or in "review"."""
    states = TranslationState.objects.filter(page__locale_id__in=locales)
    if stage == "review":
        return _keys(states.filter(_in_review()))
    return _keys(states.filter(Q(page__live=False) | Q(page__has_unpublished_changes=True)))


def below(roots: Collection[str]) -> Q:
    """Originals in the sections that begin at these tree paths."""
    found = Q(pk__in=[])
    for root in roots:
        found |= Q(path__startswith=root)
    return found
