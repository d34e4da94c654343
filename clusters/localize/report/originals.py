"""The rows of the report: the originals that a person may be shown, and what its filters mean."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Locale, Page, WorkflowState, get_page_models

from clusters.explorer.conditions import in_sections
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
            condition |= visible_q() | Q(Exists(_translations(locale_id)))
        for root in filter(None, roots):
            condition |= Q(path__startswith=root)
    return pages.filter(condition)


def _translations(locale_id: int) -> TranslationStateQuerySet:
    return TranslationState.objects.filter(
        page__translation_key=OuterRef("translation_key"), page__locale_id=locale_id
    )


def in_state(state: str, locales: list[Locale]) -> Q:
    """Originals with a translation in one of these languages that is in a state."""
    found = Q(pk__in=[])
    for locale in locales:
        if state == State.MISSING:
            found |= ~Q(Exists(_translations(locale.pk).made())) & ~Q(locale_id=locale.pk)
        else:
            found |= Q(Exists(_translations(locale.pk).filter(state=state)))
    return found


def stale_for(days: int, locales: list[Locale]) -> Q:
    """Originals of which a translation in one of these languages has been stale for so many days or more."""
    moment = timezone.now() - timedelta(days=days)
    keys = TranslationState.objects.filter(
        state=State.STALE, since__lte=moment, page__locale__in=locales
    ).values("page__translation_key")
    return Q(translation_key__in=keys)


def given_to(user_id: int, locales: list[Locale]) -> Q:
    """Originals of which a translation into one of these languages is given to a person; 0 = to nobody."""
    given = TranslationAssignment.objects.filter(page=OuterRef("pk"), locale__in=locales)
    return Q(Exists(given.filter(assignee_id=user_id))) if user_id else ~Q(Exists(given))


def in_progress(stage: str, locales: list[Locale]) -> Q:
    """Originals of which a translation in one of these languages is a "draft", or in "review"."""
    states = TranslationState.objects.filter(page__locale__in=locales)
    if stage == "review":
        key = Cast(OuterRef("page_id"), CharField())
        reviews = WorkflowState.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=key,
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        states = states.filter(Exists(reviews))
    else:
        states = states.filter(Q(page__live=False) | Q(page__has_unpublished_changes=True))
    return Q(translation_key__in=states.values("page__translation_key"))


def of_cluster(code: str) -> Q:
    """Originals in the section of a cluster, by its key as text; "federation" are those in none."""
    return in_sections([code])
