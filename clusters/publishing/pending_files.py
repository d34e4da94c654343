"""Finds out whether a version of a page that is not public yet shows a file: Wagtail's reference index knows none."""

import logging

from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, TaskState

from clusters.publishing.file_references import file_references
from fedcms.media.models import File

AT_ONCE = 200

logger = logging.getLogger("fedcms.media")


def is_in_pending_version(file: File) -> bool:
    """Returns whether a draft, a text that is checked or a scheduled version shows an image or document.

    A version that cannot be read counts as one that does: a file that is kept can be deleted later.
    """
    keys = sorted(_pending_keys())
    for first in range(0, len(keys), AT_ONCE):
        # The number stands in the text of each version that uses the file; only those are read.
        some = Revision.page_revisions.filter(pk__in=keys[first : first + AT_ONCE])
        found = some.alias(text=Cast("content", TextField())).filter(text__contains=str(file.pk))
        for revision in found.iterator(chunk_size=20):
            if _shows(revision, file):
                return True
    return False


def _pending_keys() -> set[int]:
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    checked = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return {
        *drafts.order_by().values_list("latest_revision", flat=True),
        *checked.order_by().values_list("revision", flat=True),
        *scheduled.order_by().values_list("pk", flat=True),
    }


def _shows(revision: Revision, file: File) -> bool:
    try:
        return file.pk in file_references(revision.as_object())[type(file)]
    except Exception:
        logger.exception("Version %s of a page could not be read for its files.", revision.pk)
        return True
