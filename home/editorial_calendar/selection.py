"""Selects the pages that the editorial calendar may show to a person: own ones in any state, of others what is public.

Own pages are those of the person's sections by their page permissions, and for translators the translations that they
may edit. Of another cluster's pages nothing is read but what everybody sees.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.access.own_pages import OwnPages, own_pages
from clusters.models import Cluster, ContentPage
from clusters.models.cluster import signatories
from clusters.models.kinds import content_type_ids
from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import translated_by
from fedcms.core.visibility import visible_q
from fedcms.users.models import User
from home.editorial_calendar.entries import EntryKind
from home.editorial_calendar.period import Period

AnyModel = TypeVar("AnyModel", bound=Model)
AnyRow = TypeVar("AnyRow")

# What an entry shows of a page, and what decides what the person may do with it.
FIELDS = (
    "path",
    "depth",
    "title",
    "draft_title",
    "translation_key",
    "locale",
    "owner",
    "content_type",
    "live",
    "has_unpublished_changes",
    "go_live_at",
    "expire_at",
    "first_published_at",
    "latest_revision",
    "locked",
    "locked_by",
    "cluster",
)


@dataclass(frozen=True)
class CalendarFilter:
    """Whose pages a calendar shows: those that meet `pages`; of one locale, of some kinds of entries. Empty: all."""

    pages: Q = field(default_factory=Q)
    only_own: bool = False
    locale_id: int | None = None
    kind: str = ""


@dataclass
class CalendarSelection:
    """The pages of one calendar; `is_cut` is set when there are more than are read."""

    user: User
    period: Period
    chosen: CalendarFilter = field(default_factory=CalendarFilter)
    is_cut: bool = False

    most: ClassVar[int] = 1000
    """The most rows that are read for one kind of entry; beyond, the calendar says that it is not complete."""

    def __post_init__(self) -> None:
        self.now = timezone.now()

    def shows(self, *kinds: EntryKind) -> bool:
        """Returns whether entries of one of the kinds are asked for."""
        return not self.chosen.kind or self.chosen.kind in kinds

    @cached_property
    def own(self) -> OwnPages:
        """The person's own pages by their sections."""
        return own_pages(self.user)

    @cached_property
    def own_q(self) -> Q:
        """The condition that the person may see a page in any state."""
        own = self.own.as_q()
        return own | translated_by(self.user) if translator_scope(self.user) else own

    @cached_property
    def clusters(self) -> dict[int, Cluster]:
        """All clusters by primary key."""
        return signatories()

    def narrow_to_cluster(self, pages: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
        """Filters by the chosen cluster, and to registered kinds of content."""
        pages = pages.filter(self.chosen.pages, content_type__in=content_type_ids())
        return pages.filter(self.own_q) if self.chosen.only_own else pages

    def narrow(self, pages: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
        """Filters by the chosen cluster and language, and to registered kinds of content."""
        pages = self.narrow_to_cluster(pages)
        return pages.filter(locale=self.chosen.locale_id) if self.chosen.locale_id else pages

    def own_pages(self, model: type[ContentPage] = ContentPage) -> "QuerySet[ContentPage]":
        """Returns the person's own pages of a kind, in any state."""
        return self.narrow(model.objects.filter(self.own_q, alias_of=None)).only(*FIELDS)

    def seen_pages(self, model: type[ContentPage] = ContentPage) -> "QuerySet[ContentPage]":
        """Returns the person's own pages of a kind in any state, and others' that are public."""
        seen = Q(alias_of=None) & self.own_q | visible_q(self.now)
        return self.narrow(model.objects.filter(seen)).only(*FIELDS)

    def first(self, rows: "QuerySet[AnyModel, AnyRow]") -> list[AnyRow]:
        """Returns the first rows of a queryset. One query."""
        found = list(rows[: self.most + 1])
        self.is_cut = self.is_cut or len(found) > self.most
        return found[: self.most]

    def read(self, pages: "QuerySet[ContentPage]") -> list[ContentPage]:
        """Returns the first pages of a queryset, with their languages. One query."""
        return self.first(pages.select_related("locale"))

    def is_own(self, page: Page, followers: "Followers") -> bool:
        """Returns whether the person may see a page in any state."""
        if self.own.holds(page.path):
            return True
        return translator_scope(self.user).covers(page.path, page.locale_id) and page in followers

    def followers(self, pages: Iterable[Page]) -> "Followers":
        """Returns which of some pages are translations that follow their source. One query, none without pages."""
        keys = {page.translation_key for page in pages}
        found = Translation.objects.filter(source__object_id__in=keys, enabled=True)
        return Followers(
            frozenset(found.values_list("source__object_id", "target_locale_id") if keys else ())
        )

    def may_edit(self, page: Page, followers: "Followers") -> bool:
        """Returns whether the person may open the page's editor. No query."""
        if self.user.is_superuser:
            return True
        held = page.permissions_for_user(self.user).permissions
        if "change" in held or ("add" in held and page.owner_id == self.user.pk):
            return True
        return not self.own.holds(page.path) and self.is_own(page, followers)

    def may_publish(self, page: Page) -> bool:
        """Returns whether the person may publish the page. No query."""
        return bool(page.permissions_for_user(self.user).can_publish())


@dataclass(frozen=True)
class Followers:
    """Translations that follow their source, by translation key and locale."""

    keys: frozenset[tuple[object, int]]

    def __contains__(self, page: Page) -> bool:
        return (page.translation_key, page.locale_id) in self.keys
