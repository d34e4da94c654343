"""Creates what a team has in work: a page sent back with a remark, one in review, a scheduled and a withdrawn one."""

from datetime import datetime, time

from wagtail.models import TaskState

from clusters.models import ContentPage
from clusters.publishing.withdrawal.actions import withdraw
from fedcms.demo.dates import clock
from fedcms.demo.pages import Shelf, build, parent_of, publish, slug_for, source_language
from fedcms.demo.source import DraftSpec


def make_draft(spec: DraftSpec, shelf: Shelf) -> ContentPage:
    """Creates a page in its own language, written by the team's editor, and brings it to its stage."""
    page = build(spec, source_language(spec), shelf)
    page.first_published_at = None
    page.owner = shelf.team.editor
    if spec["stage"] == "scheduled":
        day = shelf.calendar.day(spec["in_days"])
        page.go_live_at = datetime.combine(day, clock(spec["at"]) or time.min, tzinfo=shelf.zone)
    parent = parent_of(page, shelf.cluster)
    page.slug = slug_for(page.title, parent, otherwise=spec["key"])
    parent.add_child(instance=page)
    if spec["stage"] == "scheduled":
        return publish(page, shelf.team)
    if spec["stage"] == "withdrawn":
        public = publish(page, shelf.team)
        withdraw(public, shelf.team.publisher, spec["remark"])
        return public
    page.save_revision(user=shelf.team.editor, log_action=True)
    state = page.get_workflow().start(page, shelf.team.editor)
    if spec["stage"] == "sent_back":
        review: TaskState = state.current_task_state
        review.task.specific.on_action(review, shelf.team.publisher, "reject", comment=spec["remark"])
    return page
