"""Selects the pages that the dashboard shows a person: drafts, reviews, translations, deadlines.

Every function runs a fixed number of queries, whatever the number of pages; lists end after `MOST` rows.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation

from clusters.access.own_pages import own_pages
from clusters.content.registry import content_types
from clusters.models import ContentPage
from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import unfinished_translations
from fedcms.users.models import User
from home.dashboard.rows import DashboardRow, row_of

MOST = 10
SOON = timedelta(days=14)


def _own(user: User) -> Q:
    """Returns the condition for pages of a person's sections; a superuser's are all."""
    return Q(depth__gt=1) if user.is_superuser else own_pages(user).as_q()


def _in_review(pages: list[Page]) -> dict[str, str]:
    """Returns the state of each page's running workflow, by primary key as text."""
    running = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(page.pk) for page in pages],
    )
    return dict(running.values_list("object_id", "status"))


def drafts(user: User) -> list[DashboardRow]:
    """Returns rows of drafts and unpublished changes in a person's sections, last edited first."""
    unfinished = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    return _unfinished(Page.objects.filter(_own(user), unfinished))


def to_translate(user: User) -> list[DashboardRow]:
    """Returns rows of translations that wait for a translator, last edited first; none for anybody else."""
    return _unfinished(unfinished_translations(user)) if translator_scope(user) else []


def _unfinished(found: "QuerySet[Page]") -> list[DashboardRow]:
    pages = list(found.select_related("locale").order_by("-latest_revision_created_at", "-pk")[:MOST])
    states = _in_review(pages)
    rows = []
    for page in pages:
        state = states.get(str(page.pk))
        if state == WorkflowState.STATUS_IN_PROGRESS:
            note: str | Promise = _("en relecture")
        elif state == WorkflowState.STATUS_NEEDS_CHANGES:
            note = _("à reprendre")
        else:
            note = _("modifications non publiées") if page.live else _("brouillon")
        rows.append(row_of(page, note, page.latest_revision_created_at))
    return rows


def to_review(user: User) -> list[DashboardRow]:
    """Returns rows of pages that wait for this person's approval, longest waiting first."""
    # Not Wagtail's `reviewable_by`, which runs a query for each task: there is a task for each cluster.
    tasks = GroupApprovalTask.objects.filter(active=True)
    if not user.is_superuser:
        tasks = tasks.filter(groups__in=Group.objects.filter(user=user))
    states = list(
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task__in=tasks.order_by().values("pk"),
            workflow_state__base_content_type__model="page",
        )
        .select_related("workflow_state__requested_by")
        .order_by("started_at", "pk")[:MOST]
    )
    ids = [int(state.workflow_state.object_id) for state in states]
    pages = {page.pk: page for page in Page.objects.filter(_own(user), pk__in=ids).select_related("locale")}
    rows: list[DashboardRow] = []
    keys: list[tuple[UUID, int]] = []
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is not None:
            by = state.workflow_state.requested_by
            rows.append(
                row_of(page, at=state.started_at, by=by.get_full_name() or by.get_username() if by else "")
            )
            keys.append((page.translation_key, page.locale_id))
    return _to_compare(rows, keys)


def _to_compare(rows: list[DashboardRow], keys: list[tuple[UUID, int]]) -> list[DashboardRow]:
    """Makes rows of translations link to the screen that shows them beside their source. One query."""
    translations = Translation.objects.filter(source__object_id__in=[key for key, _l in keys], enabled=True)
    known = {
        (key, locale): pk
        for key, locale, pk in translations.values_list("source__object_id", "target_locale_id", "pk")
    }
    return [
        replace(row, url=reverse("translation_review:show", args=[known[key]])) if key in known else row
        for row, key in zip(rows, keys, strict=True)
    ]


def _scheduled(own: Q) -> "QuerySet[Page]":
    approved = Revision.objects.filter(
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    ).order_by("approved_go_live_at")
    pages: QuerySet[Page] = Page.objects.filter(own).annotate(
        goes_live_at=Subquery(approved.values("approved_go_live_at")[:1])
    )
    return pages.filter(goes_live_at__isnull=False).select_related("locale").order_by("goes_live_at")


def due_soon(user: User) -> list[DashboardRow]:
    """Returns rows of scheduled publications, and of expiries and deadlines within two weeks; soonest first."""
    own, now = _own(user), timezone.now()
    rows = [row_of(page, _("sera publié"), page.goes_live_at) for page in _scheduled(own)[:MOST]]
    expiring = Page.objects.filter(own, live=True, expire_at__gt=now, expire_at__lte=now + SOON)
    rows += [
        row_of(page, _("sera retiré"), page.expire_at)
        for page in expiring.select_related("locale").order_by("expire_at")[:MOST]
    ]
    for model in content_types().values():
        if model.deadline_field:
            rows += _deadlines(model, own)
    return sorted(rows, key=lambda row: row.at or now)[:MOST]


def _deadlines(model: type[ContentPage], own: Q) -> list[DashboardRow]:
    """Returns rows of public pages of a kind whose deadline is near, at the end of its day. One query."""
    name, today = model.deadline_field, timezone.localdate()
    near = model.objects.filter(own, live=True, **{f"{name}__range": (today, today + SOON)})
    return [
        row_of(
            page, model.deadline_label, timezone.make_aware(datetime.combine(getattr(page, name), time.max))
        )
        for page in near.select_related("locale").order_by(name, "pk")[:MOST]
    ]
