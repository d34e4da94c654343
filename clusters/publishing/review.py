"""Reads a page's review: the remark with which it was sent back, and what the button of the last approval says."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from fedcms.core.i18n.moments import short_moment, zone_name
from fedcms.users.models import User


@dataclass(frozen=True)
class ReviewRemark:
    """The remark of the person who sent a page back. All may be missing but the moment (aware)."""

    text: str
    author: User | None
    moment: datetime | None


def remark_of(page: Page) -> ReviewRemark | None:
    """Returns the last remark on a page that was sent back and not submitted again since; else `None`. One query."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    rejected = (
        state.task_states.filter(status=TaskState.STATUS_REJECTED)
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if rejected is None:
        return ReviewRemark("", None, None)
    return ReviewRemark(str(rejected.comment).strip(), rejected.finished_by, rejected.finished_at)


def approval_label(page: Page) -> str:
    """Returns what the button of the last approval says: that the draft appears at once, or when, by which clock."""
    moment: datetime | None = page.go_live_at
    if moment is None or moment <= timezone.now():
        return _("Approuver et publier")
    named = f"{short_moment(moment)} ({zone_name()})"
    return _("Approuver, diffusion le %(moment)s") % {"moment": named}
