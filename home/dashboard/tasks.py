"""What the dashboard of the admin shows a person first: what they can create, review, finish, and what is due soon.

Every function asks a fixed number of queries, whatever the number of pages; lists stop at `MOST`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Locale, Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation

from clusters.access.own_pages import own_pages
from clusters.access.teams import teams_of
from clusters.content.registry import content_types
from clusters.models import Cluster, ClusterPage, Federation
from clusters.translation.access.translators import scope_of
from clusters.translation.dashboard.translator_panel import unfinished_translations
from events.models import TradeMissionPage
from fedcms.users.models import User
from home.models import HomePage

MOST = 10
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Creation:
    """A button: one more page of a kind, in one language."""

    label: str | Promise
    url: str
    language: str


@dataclass(frozen=True)
class Desk:
    """One team's place to write: buttons in the person's language, and the same in the other languages."""

    name: str
    main: list[Creation]
    others: list[tuple[str, list[Creation]]]


@dataclass(frozen=True)
class Row:
    """A page in a list. `at` is aware; `note` says what about it."""

    title: str
    url: str
    language: str
    kind: str
    note: str | Promise = ""
    at: datetime | None = None
    by: str = ""


def _own(user: User) -> Q:
    """The pages of a person's sections; a superuser's are all."""
    return Q(depth__gt=1) if user.is_superuser else own_pages(user).as_q()


def _own_language() -> str:
    """The language of the interface, when content is written in it."""
    wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return wanted if wanted in dict(settings.WAGTAIL_CONTENT_LANGUAGES) else settings.LANGUAGE_CODE


def _sections(user: User) -> Iterator[tuple[str, list[Page]]]:
    """Each team's name with the roots of its section in all languages."""
    teams = teams_of(user)
    if teams.federation or user.is_superuser:
        yield str(Federation.load().name), list(HomePage.objects.all())
    clusters = {cluster.pk: str(cluster) for cluster in Cluster.objects.filter(pk__in=teams.clusters)}
    roots: dict[int, list[Page]] = {}
    for page in ClusterPage.objects.filter(cluster__in=clusters):
        roots.setdefault(page.cluster_id, []).append(page)
    for pk, pages in roots.items():
        yield clusters[pk], pages


def _creations(language: str, listings: list[Page]) -> list[Creation]:
    """A button a kind of content, below the first listing that takes it."""
    buttons = []
    for model in content_types().values():
        parents = tuple(model.allowed_parent_page_models())
        parent = next((page for page in listings if issubclass(page.specific_class or Page, parents)), None)
        if parent is not None:
            url = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            buttons.append(Creation(model.kind_label, url, language))
    return buttons


def desks(user: User) -> list[Desk]:
    """Where a person may create what."""
    languages = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    sections = list(_sections(user))
    below = Q(pk__in=[])
    for _name, roots in sections:
        for root in roots:
            below |= Q(path__startswith=root.path, depth=root.depth + 1)
    listings = list(Page.objects.filter(below).order_by("path"))
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    found = []
    for name, roots in sections:
        by_language = {
            languages[root.locale_id]: _creations(
                languages[root.locale_id], [page for page in listings if page.path.startswith(root.path)]
            )
            for root in roots
        }
        main = by_language.pop(_own_language(), [])
        others = [(str(names.get(code, code)), buttons) for code, buttons in by_language.items() if buttons]
        if main or others:
            found.append(Desk(name, main, others))
    return found


def _row(page: Page, note: str | Promise = "", at: datetime | None = None, by: str = "") -> Row:
    return Row(
        title=page.draft_title or page.title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        language=page.locale.language_code,
        kind=str((page.specific_class or Page).get_verbose_name()),
        note=note,
        at=at,
        by=by,
    )


def _in_review(pages: list[Page]) -> dict[str, str]:
    """The state of the running workflow of each page, by primary key as text."""
    running = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(page.pk) for page in pages],
    )
    return dict(running.values_list("object_id", "status"))


def drafts(user: User) -> list[Row]:
    """What is not public yet in a person's sections, changes to public pages included; last touched first."""
    unfinished = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    return _unfinished(Page.objects.filter(_own(user), unfinished))


def to_translate(user: User) -> list[Row]:
    """The translations that wait for a translator, last touched first; nothing for who is none."""
    return _unfinished(unfinished_translations(user)) if scope_of(user) else []


def _unfinished(found: "QuerySet[Page]") -> list[Row]:
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
        rows.append(_row(page, note, page.latest_revision_created_at))
    return rows


def to_review(user: User) -> list[Row]:
    """What waits for this person's approval, longest waiting first."""
    # Wagtail's `reviewable_by` asks a query a task, and there is a task a cluster.
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
    rows: list[Row] = []
    keys: list[tuple[UUID, int]] = []
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is not None:
            by = state.workflow_state.requested_by
            rows.append(
                _row(page, at=state.started_at, by=by.get_full_name() or by.get_username() if by else "")
            )
            keys.append((page.translation_key, page.locale_id))
    return _to_compare(rows, keys)


def _to_compare(rows: list[Row], keys: list[tuple[UUID, int]]) -> list[Row]:
    """Rows of translations lead to the screen that shows them beside their source. One query."""
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


def due_soon(user: User) -> list[Row]:
    """Publications that are scheduled, pages and calls for applications that end within two weeks; soonest first."""
    own, now = _own(user), timezone.now()
    today = timezone.localdate()
    rows = [_row(page, _("sera publié"), page.goes_live_at) for page in _scheduled(own)[:MOST]]
    expiring = Page.objects.filter(own, live=True, expire_at__gt=now, expire_at__lte=now + SOON)
    rows += [
        _row(page, _("sera retiré"), page.expire_at)
        for page in expiring.select_related("locale").order_by("expire_at")[:MOST]
    ]
    missions = TradeMissionPage.objects.filter(
        own, live=True, deadline__gte=today, deadline__lte=today + SOON
    )
    for mission in missions.select_related("locale").order_by("deadline", "pk")[:MOST]:
        last_moment = timezone.make_aware(datetime.combine(mission.deadline, time.max))
        rows.append(_row(mission, _("fin des candidatures"), last_moment))
    return sorted(rows, key=lambda row: row.at or now)[:MOST]
