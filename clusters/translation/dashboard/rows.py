"""Reads the rows of the translation report in few queries."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from clusters.access.own_pages import OwnPages, own_pages
from clusters.access.teams import name_of
from clusters.translation.access.translators import TranslatorScope, translator_scope
from clusters.translation.dashboard.cells import Cell, ReportRow
from clusters.translation.dashboard.languages_and_sections import LanguagesAndSections
from clusters.translation.dashboard.stages import with_stages
from clusters.translation.models import State, TranslationAssignment, TranslationState
from fedcms.core.visibility import visible_ids
from fedcms.users.models import User

PLACE = 2**31 - 1
"""A number that occurs nowhere else in an address."""

STATE_COLUMNS = ("page_id", "source_id", "state", "texts", "changed", "since")
PAGE_COLUMNS = ("path", "translation_key", "locale_id", "live", "has_unpublished_changes")


def _stage(state: TranslationState) -> str:
    """Returns the stage of a state to which `with_stages` has added its columns."""
    if getattr(state, "in_review", False):
        return "review"
    if getattr(state, "is_scheduled", False):
        return "scheduled"
    if state.page.live:
        return "changed" if state.page.has_unpublished_changes else "live"
    return "draft"


def _addresses(name: str) -> Callable[[int], str]:
    """Returns a function that gives the address of a view for a page's key.

    It calls `reverse` once: hundreds of calls would be slow.
    """
    before, after = reverse(name, args=[PLACE]).split(str(PLACE))
    return lambda pk: f"{before}{pk}{after}"


class _Reader:
    """The states, assignments and permissions for some originals and a person, read together."""

    def __init__(self, pages: Sequence[Page], user: User, lookup: LanguagesAndSections) -> None:
        self.own: OwnPages = own_pages(user)
        self.scope: TranslatorScope = translator_scope(user)
        self.lookup = lookup
        self.languages = lookup.languages
        self.edit = _addresses("wagtailadmin_pages:edit")
        self.begin = _addresses("wagtail_localize:submit_page_translation")
        keys = {page.translation_key for page in pages}
        rows = with_stages(TranslationState.objects.filter(page__translation_key__in=keys)).select_related(
            "page"
        )
        self.states = {
            (row.page.translation_key, row.page.locale_id): row
            for row in rows.only(*STATE_COLUMNS, *(f"page__{name}" for name in PAGE_COLUMNS))
        }
        given = TranslationAssignment.objects.filter(page__in=[page.pk for page in pages])
        self.assignees = {
            (row.page_id, row.locale_id): name_of(row.assignee) for row in given.select_related("assignee")
        }

        strange = [page for page in pages if not self._reads(page)]
        public = visible_ids(strange) if strange else set()
        hidden = [page.translation_key for page in strange if page.pk not in public]
        # For a hidden page of another team: its title when that team submitted it for translation.
        self.given_titles = dict(
            TranslationSource.objects.filter(object_id__in=hidden).values_list("object_id", "object_repr")
            if hidden
            else []
        )
        self.hidden = set(hidden)

    def _reads(self, page: Page) -> bool:
        of_federation = not self.lookup.section_of(page)
        return self.own.holds(page.path) or self.scope.reads_drafts(page.path, of_federation=of_federation)

    def title(self, page: Page) -> str:
        """Returns the title that the person may read: the draft's is for its team and its translators."""
        if page.translation_key in self.hidden:
            return str(self.given_titles.get(page.translation_key, "…"))
        is_drafts = self.own.holds(page.path) or not page.live
        return str(page.get_admin_display_title() if is_drafts else page.title)

    def may(self, path: str, locale_id: int) -> bool:
        """Returns whether the person may edit or translate the page at a path into a language."""
        return self.own.holds(path) or self.scope.covers(path, locale_id)

    def cell(self, page: Page, locale_id: int, code: str, name: str) -> Cell:
        """Returns the cell of one page in one language."""
        if locale_id == page.locale_id:
            return Cell(code, name)
        assignee = self.assignees.get((page.pk, locale_id), "")
        row = self.states.get((page.translation_key, locale_id))
        if row is None:
            url = f"{self.begin(page.pk)}?select_locale={code}" if self.may(page.path, locale_id) else ""
            return Cell(code, name, State.MISSING, url=url, assignee=assignee)
        may = self.may(row.page.path, locale_id)
        return Cell(
            code,
            name,
            row.state,
            row.texts,
            row.changed,
            row.since,
            _stage(row),
            row.source_id is not None,
            self.edit(row.page_id) if may else "",
            assignee,
        )


def rows_of(pages: Sequence[Page], user: User, lookup: LanguagesAndSections) -> list[ReportRow]:
    """Returns the rows of some originals, in their order. Titles of drafts are shown to those who may read them."""
    known = _Reader(pages, user, lookup)
    names = {pk: (code, name) for pk, code, name in known.languages}

    def row(page: Page) -> ReportRow:
        is_own = known.own.holds(page.path)
        code, name = names.get(page.locale_id, ("", ""))
        return ReportRow(
            page.pk,
            known.title(page),
            code,
            name,
            str(getattr(page.specific_class, "kind_label", "") or page.specific_class._meta.verbose_name),
            lookup.cluster_of(page),
            page.live,
            known.edit(page.pk) if is_own else "",
            [known.cell(page, *each) for each in known.languages],
        )

    return [row(page) for page in pages]
