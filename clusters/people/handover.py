"""Finds the work of a person in a section, and hands it over to a colleague. What they did keeps their name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, WorkflowState

from clusters.access.own_pages import is_own
from clusters.access.teams import name_of
from clusters.models.invitation import InvitationQuerySet
from clusters.models.owner import SectionOwner
from clusters.people.invitations import pending_of
from clusters.publishing.refusal import Refusal
from clusters.sections.rights import section_roots
from clusters.translation.access.guards import may_translate_into
from clusters.translation.models import TranslationAssignment, TranslationJob
from fedcms.core.pages.row_locks import lock_rows
from fedcms.users.models import User

SHOWN = 20
"""How many items of a kind the screen names; the others are counted."""

OPEN_REVIEWS = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True)
class WorkItems:
    """What a person leaves of one kind: the first items with their addresses ("" without), and how many there are."""

    heading: str | Promise
    items: list[tuple[str, str]]
    count: int

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.items)


class WorkOfPerson:
    """The work of one person in the section of one owner, in every language."""

    def __init__(self, owner: SectionOwner, user: User) -> None:
        self.owner, self.user = owner, user

    @cached_property
    def _pages(self) -> "QuerySet[Page]":
        below = Q(pk__in=[])
        for root in section_roots(self.owner):
            below |= Q(path__startswith=root.path)
        pages: QuerySet[Page] = Page.objects.filter(below)
        return pages

    @property
    def owned(self) -> "QuerySet[Page]":
        """All pages of the section that are the person's."""
        return self._pages.filter(owner=self.user).order_by("pk")

    @property
    def drafts(self) -> "QuerySet[Page]":
        """Those of them that have something unpublished."""
        return self.owned.filter(Q(live=False) | Q(has_unpublished_changes=True))

    @property
    def locked(self) -> "QuerySet[Page]":
        """The pages of the section that the person has locked."""
        return self._pages.filter(locked_by=self.user).order_by("pk")

    @property
    def reviews(self) -> "QuerySet[WorkflowState]":
        """The open reviews that the person asked for."""
        keys = self._pages.annotate(as_text=Cast("pk", CharField())).order_by().values("as_text")
        found: QuerySet[WorkflowState] = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=keys,
            status__in=OPEN_REVIEWS,
            requested_by=self.user,
        )
        return found.order_by("pk")

    @property
    def assignments(self) -> "QuerySet[TranslationAssignment]":
        """The translations of the section's pages that were assigned to the person."""
        rows = TranslationAssignment.objects.filter(
            assignee=self.user, page__in=self._pages.order_by().values("pk")
        )
        return rows.select_related("page", "locale").order_by("pk")

    @property
    def jobs(self) -> list[TranslationJob]:
        """The person's unfinished jobs on pages of this section alone."""
        own = set(self._pages.order_by().values_list("pk", flat=True))
        running = TranslationJob.objects.filter(user=self.user, finished_at=None).order_by("pk")
        return [job for job in running if job.steps and all(page in own for page, _locale in job.steps)]

    @property
    def invitations(self) -> InvitationQuerySet:
        """The open invitations into the team that the person sent."""
        return pending_of(self.owner).filter(invited_by=self.user)

    def listed(self, viewer: User) -> list[WorkItems]:
        """Returns what there is, each kind once, for a screen. A bounded number of rows.

        Nothing is named to a person who may not see the section's drafts: who manages the team for the federation.
        """
        roots = section_roots(self.owner)
        is_named = all(is_own(viewer, root) for root in roots)
        found = self._of_each_kind()
        return found if is_named else [replace(each, items=[]) for each in found]

    def _of_each_kind(self) -> list[WorkItems]:
        reviewed = Page.objects.filter(
            pk__in=[int(key) for key in self.reviews.values_list("object_id", flat=True)]
        ).order_by("pk")
        drafts = self.drafts.exclude(pk__in=reviewed.order_by().values("pk"))
        public = self.owned.filter(live=True, has_unpublished_changes=False)
        found = [
            _pages_as_items(gettext_lazy("Pages en relecture"), reviewed),
            _pages_as_items(gettext_lazy("Brouillons"), drafts),
            _pages_as_items(gettext_lazy("Pages publiées"), public),
            _pages_as_items(gettext_lazy("Pages verrouillées"), self.locked),
            _as_items(
                gettext_lazy("Traductions confiées"),
                self.assignments,
                lambda each: f"{each.page.get_admin_display_title()} → {each.locale.get_display_name()}",
            ),
            _listed_jobs(self.jobs),
            _as_items(gettext_lazy("Invitations en attente"), self.invitations, str),
        ]
        return [each for each in found if each.count]

    def has_any(self) -> bool:
        """Returns whether there is anything to hand over."""
        return bool(self._of_each_kind())

    def hand_over(self, successor: User) -> None:
        """Gives all of it to a colleague. Raises `Refusal` if they may not translate what was assigned.

        Must run in a transaction, which the refusal takes back.
        """
        refused = [
            each for each in self.assignments if not may_translate_into(successor, each.page, each.locale)
        ]
        if refused:
            raise Refusal(
                _(
                    "%(person)s ne peut pas traduire « %(title)s » en %(language)s : choisissez quelqu’un d’autre."
                )
                % {
                    "person": name_of(successor),
                    "title": refused[0].page.get_admin_display_title(),
                    "language": refused[0].locale.get_display_name(),
                },
                field="successor",
            )
        written = Page.objects.filter(
            Q(pk__in=self.owned.order_by().values("pk")) | Q(pk__in=self.locked.order_by().values("pk"))
        )
        lock_rows(written)
        self.reviews.update(requested_by=successor)
        self.locked.order_by().update(locked_by=successor)
        self.owned.order_by().update(owner=successor)
        TranslationJob.objects.filter(pk__in=[job.pk for job in self.jobs]).update(user=successor)
        TranslationAssignment.objects.filter(pk__in=[each.pk for each in self.assignments]).update(
            assignee=successor
        )
        self.invitations.update(invited_by=successor)


def _pages_as_items(heading: str | Promise, pages: "QuerySet[Page]") -> WorkItems:
    shown = [
        (page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in pages[:SHOWN]
    ]
    return WorkItems(heading, shown, pages.count())


def _as_items(heading: str | Promise, rows: "QuerySet[object]", words: Callable[..., str]) -> WorkItems:  # type: ignore[type-var]  # of several models
    return WorkItems(heading, [(words(row), "") for row in rows[:SHOWN]], rows.count())


def _listed_jobs(jobs: list[TranslationJob]) -> WorkItems:
    shown = [(str(job.get_action_display()), "") for job in jobs[:SHOWN]]
    return WorkItems(gettext_lazy("Opérations de traduction en cours"), shown, len(jobs))
