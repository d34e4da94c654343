"""Query conditions for the stage of a translation: in review, scheduled."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, WorkflowState

from clusters.translation.models import TranslationStateQuerySet


def with_stages(states: TranslationStateQuerySet) -> TranslationStateQuerySet:
    """Adds to each state whether its page is `in_review` and `is_scheduled`."""
    return states.annotate(in_review=in_review(), is_scheduled=_is_scheduled())


def in_review() -> Exists:
    """Returns a condition on states: whether the page is in review."""
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
