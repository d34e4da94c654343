"""Lists what waits for a person: pages sent back, pages to review, stale translations, files whose rights end.

The number of queries is fixed, whatever the number of pages; lists end after `MOST` rows.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import GroupApprovalTask, Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from clusters.access.teams import name_of, teams_of
from clusters.co_signatures.waiting import questions_to
from clusters.publishing.bundles.selection import bundle_address
from clusters.publishing.bundles.waiting import waiting_bundles
from clusters.translation.dashboard.cells import Cell
from clusters.translation.dashboard.translator_panel import stale_translations, translated_by
from fedcms.core.i18n.bidi import in_line
from fedcms.core.site_clock import site_today
from fedcms.media.ending_rights import ending_rights
from fedcms.media.models import FederationDocument, FederationImage, FileModel
from fedcms.users.models import User
from home.dashboard.rows import MOST, DashboardRow, kind_name, of_own_sections, page_row

RIGHTS_END_WITHIN = timedelta(days=30)
RIGHTS_ENDED_SINCE = timedelta(days=14)


def sent_back(user: User) -> list[DashboardRow]:
    """Returns rows of pages with the reviewer's remark, last sent back first.

    They are pages that this person submitted or created, as far as they may still edit them.
    """
    theirs = Page.objects.filter(
        of_own_sections(user) | translated_by(user), pk=Cast(OuterRef("object_id"), BigIntegerField())
    )
    states = list(
        WorkflowState.objects.filter(
            # Who corrected a page that a colleague had submitted is not the one who began its review.
            Q(requested_by=user)
            | Q(current_task_state__revision__user=user)
            | Q(Exists(theirs.filter(owner=user))),
            Exists(theirs),
            status=WorkflowState.STATUS_NEEDS_CHANGES,
            base_content_type=ContentType.objects.get_for_model(Page),
            current_task_state__status=TaskState.STATUS_REJECTED,
        )
        .select_related("current_task_state__finished_by")
        .order_by("-current_task_state__finished_at", "-pk")[:MOST]
    )
    pages = _pages(states)
    rows = []
    for state in states:
        review = state.current_task_state
        by = review.finished_by
        note = _("renvoyée par %(name)s") % {"name": in_line(name_of(by))} if by else _("renvoyée")
        page = pages[int(state.object_id)]
        rows.append(page_row(page, note, review.finished_at, remark=review.comment.strip()))
    return rows


def to_review(user: User) -> list[DashboardRow]:
    """Returns rows of pages that wait for this person's approval, longest waiting first."""
    # Not Wagtail's `reviewable_by`, which runs a query for each task: there is a task for each cluster.
    tasks = GroupApprovalTask.objects.filter(active=True)
    if not user.is_superuser:
        tasks = tasks.filter(groups__in=Group.objects.filter(user=user))
    # The federation's publishers hold no permission in the section of a cluster that has none, and review it.
    of_federation = teams_of(user).federation == "publisher"
    own = Q() if of_federation else of_own_sections(user)
    theirs = Page.objects.filter(own, pk=Cast(OuterRef("workflow_state__object_id"), BigIntegerField()))
    reviews = list(
        TaskState.objects.filter(
            Exists(theirs),
            status=TaskState.STATUS_IN_PROGRESS,
            task__in=tasks.order_by().values("pk"),
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        )
        .select_related("workflow_state__requested_by")
        .order_by("started_at", "pk")[:MOST]
    )
    pages = _pages([review.workflow_state for review in reviews])
    rows: list[DashboardRow] = []
    keys: list[tuple[UUID, int]] = []
    for review in reviews:
        page, by = pages[int(review.workflow_state.object_id)], review.workflow_state.requested_by
        note = _("soumise par %(name)s") % {"name": in_line(name_of(by))} if by else _("soumise")
        rows.append(page_row(page, note, review.started_at))
        keys.append((page.translation_key, page.locale_id))
    return _to_compare(rows, keys)


def to_co_sign(user: User) -> list[DashboardRow]:
    """Returns rows of other clusters' releases that wait for this person's agreement, longest waiting first.

    Their titles are shown by the screen alone, which knows whether the text is still the one that was asked about.
    """
    return [
        DashboardRow(
            title=_("Un communiqué à co-signer"),
            url=reverse("co_signatures", args=[question.page_id]),
            kind=kind_name(question.page),
            code=question.page.locale.language_code,
            note=_("pour %(cluster)s") % {"cluster": in_line(str(question.cluster))},
            at=question.asked_at,
        )
        for question in questions_to(user)[:MOST]
    ]


def bundles(user: User) -> list[DashboardRow]:
    """Returns rows of the bundles that were held, and of those that a publisher is asked to approve, soonest first."""
    return [
        DashboardRow(
            title=bundle.title,
            url=bundle_address(bundle),
            kind=str(bundle._meta.verbose_name),
            note=_("retenu, rien n’a paru") if bundle.held_at else _("à approuver"),
            at=bundle.moment,
            has_clock=True,
        )
        for bundle in waiting_bundles(user)[:MOST]
    ]


def _pages(states: list[WorkflowState]) -> dict[int, Page]:
    found = Page.objects.filter(pk__in=[int(state.object_id) for state in states]).select_related("locale")
    return {page.pk: page for page in found}


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


def stale(user: User) -> list[DashboardRow]:
    """Returns rows of translations whose original has changed since, longest stale first."""
    rows = []
    for state in stale_translations(user).select_related("page__locale").order_by("since", "pk")[:MOST]:
        code = state.page.locale.language_code
        what = Cell(code, "", state.state, state.texts, state.changed, state.since).detail
        rows.append(page_row(state.page, what))
    return rows


def rights(user: User) -> list[DashboardRow]:
    """Returns rows of a person's images and documents whose rights end soon or have just ended, soonest first."""
    # The day of the site, by which files are shown or not, wherever the person is.
    today = site_today()
    edit: dict[FileModel, str] = {
        FederationImage: "wagtailimages:edit",
        FederationDocument: "wagtaildocs:edit",
    }
    found: list[DashboardRow] = []
    for model, view in edit.items():
        ending = ending_rights(model, user, today - RIGHTS_ENDED_SINCE, today + RIGHTS_END_WITHIN)
        for file in ending[:MOST]:
            last = file.rights_until
            note: Promise = (
                gettext_lazy("n’est plus montré, droits finis le")
                if last and last < today
                else gettext_lazy("dernier jour d’utilisation :")
            )
            url = reverse(view, args=[file.pk])
            found.append(DashboardRow(file.title, url, str(model._meta.verbose_name), note=note, at=last))
    return sorted(found, key=lambda row: row.at or today)[:MOST]
