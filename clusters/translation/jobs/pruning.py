"""Deletes old jobs."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from clusters.translation.models import TranslationJob


def prune_jobs() -> int:
    """Deletes jobs created more than FEDCMS_TRANSLATION_WORK_KEEP_DAYS ago; returns how many.

    Unfinished ones are deleted, too: their task was given up long before (FEDCMS_TASK_TRIES).
    """
    old = timezone.now() - timedelta(days=settings.FEDCMS_TRANSLATION_WORK_KEEP_DAYS)
    _all, by_model = TranslationJob.objects.filter(created_at__lt=old).delete()
    return by_model.get(TranslationJob._meta.label, 0)
