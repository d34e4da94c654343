"""The state of a page in a few words, as it is stored and as it follows from what somebody asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from wagtail.models import WorkflowState

from news.models import ArticlePage

Texts = tuple[str, ...]
IN_REVIEW, SENT_BACK = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


@dataclass(frozen=True)
class PageState:
    """What the public sees, what the newest draft says, what is scheduled and whether it is in review."""

    live: Texts | None
    latest: Texts
    moment: datetime | None
    scheduled: tuple[datetime, Texts] | None
    review: str
    draft: bool


def texts_of(page: ArticlePage) -> Texts:
    """The texts that the stories change."""
    return (page.title, page.summary)


def stored_state(key: int) -> PageState:
    """Reads the state of a page; its rows must agree with one another."""
    row = ArticlePage.objects.get(pk=key)
    latest = row.get_latest_revision_as_object()
    scheduled = row.scheduled_revision
    if row.live:
        assert row.live_revision is not None, "a public page without a revision"
        assert texts_of(row.live_revision.as_object()) == texts_of(row), (
            "another text is public than in its history"
        )
    else:
        assert row.live_revision is None
    state = row.current_workflow_state
    return PageState(
        live=texts_of(row) if row.live else None,
        latest=texts_of(latest),
        moment=latest.go_live_at,
        scheduled=scheduled and (scheduled.approved_go_live_at, texts_of(scheduled.as_object())),
        review=state.status if state else "",
        draft=row.has_unpublished_changes,
    )


def published(saved: PageState) -> tuple[PageState, str]:
    """The newest draft is public, or will be."""
    if saved.moment is not None and saved.moment > timezone.now():
        return replace(saved, scheduled=(saved.moment, saved.latest), review=""), "publish.schedule"
    return replace(saved, live=saved.latest, scheduled=None, review="", draft=False), "publish"


def _approved(saved: PageState) -> tuple[PageState, list[str]]:
    after, told = published(saved)
    return after, ["workflow.approve", told]


def _published(saved: PageState) -> tuple[PageState, list[str]]:
    after, told = published(saved)
    return after, [told, *(["workflow.cancel"] if saved.review else [])]


def _submitted(saved: PageState) -> tuple[PageState, list[str]]:
    told = "resume" if saved.review == SENT_BACK else "start"
    return replace(saved, review=IN_REVIEW), [f"workflow.{told}"]


# What a button makes of a page whose newest draft is that of the form, and what the history tells of it.
AFTER: dict[str, Callable[[PageState], tuple[PageState, list[str]]]] = {
    "save": lambda saved: (saved, []),
    "autosave": lambda saved: (saved, []),
    "submit": _submitted,
    "restart": lambda saved: (replace(saved, review=IN_REVIEW), ["workflow.cancel", "workflow.start"]),
    "cancel": lambda saved: (replace(saved, review=""), ["workflow.cancel"]),
    "reject": lambda saved: (replace(saved, review=SENT_BACK), ["workflow.reject"]),
    "approve": _approved,
    "publish": _published,
    "unpublish": lambda state: (replace(state, live=None, scheduled=None, draft=True), ["unpublish"]),
    "unschedule": lambda state: (replace(state, scheduled=None), ["schedule.cancel"]),
}
# These save no draft of their own if nothing was typed.
ONLY_IF_NEW = {"autosave", "reject", "unpublish", "unschedule"}


def state_after(
    state: PageState, action: str, texts: Texts, moment: datetime | None
) -> tuple[PageState, list[str]]:
    """What an accepted form with these texts and this moment makes of a page, and what its history tells."""
    is_new = (texts, moment) != (state.latest, state.moment)
    saved = replace(state, latest=texts, moment=moment, draft=True)
    return AFTER[action](saved if is_new or action not in ONLY_IF_NEW else state)
