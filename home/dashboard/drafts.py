"""Lists what a person and their team have in work: drafts, unpublished changes, translations to finish.

The number of queries is fixed, whatever the number of pages; lists end after `MOST` rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import unfinished_translations
from fedcms.users.models import User
from home.dashboard.rows import MOST, DashboardRow, of_own_sections, page_row


@dataclass(frozen=True)
class Drafts:
    """The drafts of one person, and those of the team that others wrote."""

    own: list[DashboardRow]
    of_team: list[DashboardRow]


def drafts(user: User, but: Collection[int] = ()) -> Drafts:
    """Returns rows of drafts and unpublished changes in a person's sections, last edited first.

    Left out are the pages with the keys `but`, and those that are approved to appear at their moment.
    """
    unfinished = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    pages = Page.objects.filter(
        of_own_sections(user), unfinished, latest_revision__approved_go_live_at=None
    ).exclude(pk__in=but)
    theirs = Q(owner=user) | Q(latest_revision__user=user)
    own, of_team = _last_edited(pages.filter(theirs)), _last_edited(pages.exclude(theirs))
    statuses = workflow_statuses([*own, *of_team])
    return Drafts(_rows(own, statuses), _rows(of_team, statuses))


def to_translate(user: User, but: Collection[int] = ()) -> list[DashboardRow]:
    """Returns rows of translations that wait for a translator, last edited first; none for anybody else."""
    if not translator_scope(user):
        return []
    pages = _last_edited(unfinished_translations(user).exclude(pk__in=but))
    return _rows(pages, workflow_statuses(pages))


def _last_edited(pages: "QuerySet[Page]") -> list[Page]:
    return list(pages.select_related("locale").order_by("-latest_revision_created_at", "-pk")[:MOST])


def workflow_statuses(pages: Iterable[Page]) -> dict[str, str]:
    """Returns the status of each page's running workflow, by primary key as text. One query."""
    running = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(page.pk) for page in pages],
    )
    return dict(running.values_list("object_id", "status"))


def _rows(pages: Iterable[Page], statuses: dict[str, str]) -> list[DashboardRow]:
    rows = []
    for page in pages:
        note = draft_state(page, statuses)
        rows.append(page_row(page, note, page.latest_revision_created_at))
    return rows


def draft_state(page: Page, statuses: dict[str, str]) -> str | Promise:
    """Returns how far a draft is, in words; `statuses` are those of `workflow_statuses`."""
    status = statuses.get(str(page.pk))
    if status == WorkflowState.STATUS_IN_PROGRESS:
        return _("en relecture")
    if status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("à reprendre")
    return _("modifications non publiées") if page.live else _("brouillon")
