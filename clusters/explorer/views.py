"""Wagtail's page listings with columns and filters by cluster, language and status."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.admin.ui.tables.pages import NavigateToChildrenColumn, PageStatusColumn, PageTypeColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from clusters.explorer.columns import ClusterColumn, LanguageColumn, TranslationsColumn
from clusters.explorer.filters import ExplorerFilterSet
from clusters.explorer.rows import clusters_of, languages_of, sources_of
from clusters.publishing.locked_posts import View, with_locked_page
from clusters.publishing.page_views import (
    PageCopyView,
    PageCreateView,
    PageEditView,
    PageMoveView,
    PagePositionView,
    PageRevertView,
    PageUnpublishView,
)
from clusters.publishing.review_views import PageReviewDialog, PageWorkflowActionView
from clusters.publishing.schedule_views import PageUnscheduleView

COLUMNS: list[BaseColumn] = [
    # The checkbox of bulk actions, the title, and the parent in listings of pages with different parents.
    *ExplorableIndexView.base_columns[:3],
    ClusterColumn("cluster", label=_("Cluster"), width="10%"),
    PageTypeColumn(
        "type",
        label=_("Type"),
        accessor="page_type_display_name",
        sort_key="content_type__model",
        width="9%",
    ),
    LanguageColumn("language", label=_("Langue"), width="6%"),
    PageStatusColumn("status", label=_("Statut"), sort_key="live", width="9%"),
    DateColumn(
        "latest_revision_created_at",
        label=_("Modifiée"),
        sort_key="latest_revision_created_at",
        width="9%",
    ),
    TranslationsColumn("translations", label=_("Traductions"), width="11%"),
]


class ClusterAndLanguagesMixin:
    """The first base of a listing of pages: sets on its rows what the columns show, in a fixed number of queries."""

    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Returns Wagtail's context, whose rows got their cluster and languages."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        pages: list[Page] = list(context["object_list"])
        clusters, translations = clusters_of(pages), languages_of(pages, self.request.user)
        sources = sources_of(pages)
        for page in pages:
            page.explorer_cluster = clusters.get(page.pk, "")
            page.explorer_languages = translations[page.pk]
            # For the buttons of each row (clusters.translation.hooks.pages), which would otherwise make two queries
            # each.
            page.known_untranslated = any(each.state == "missing" for each in translations[page.pk])
            page.known_source_id = sources.get(page.pk)
        return context


class ExplorerView(ClusterAndLanguagesMixin, ExplorableIndexView):
    """The listing of the pages below a page: its children, or all descendants when searching or filtering."""

    base_columns = COLUMNS

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        """Wagtail's columns, with a narrower one for the arrow to the children."""
        columns = [column for column in self.columns if column.name != "parent"]
        return [*columns, NavigateToChildrenColumn("navigate", width="5%")]


class TypeUseView(ClusterAndLanguagesMixin, ContentTypeUseView):
    """The listing of all pages of one type that a person may explore."""

    base_columns = COLUMNS

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, without the report on all types for people who may not open it."""
        items: list[dict[str, str]] = super().get_breadcrumbs_items()
        return items if self.request.user.is_superuser else [*items[:-2], items[-1]]


class FederationPageViewSet(PageViewSet):
    """Wagtail's page views, with our listings and views instead of its own; for every type of page."""

    model = Page
    index_view_class = ExplorerView
    content_type_use_view_class = TypeUseView
    add_view_class = PageCreateView
    edit_view_class = PageEditView
    copy_view_class = PageCopyView
    move_confirm_view_class = PageMoveView
    set_page_position_view_class = PagePositionView
    revisions_revert_view_class = PageRevertView
    unpublish_view_class = PageUnpublishView
    workflow_action_view_class = PageWorkflowActionView
    collect_workflow_action_data_view_class = PageReviewDialog
    revisions_unschedule_view_class = PageUnscheduleView
    filterset_class: ClassVar = ExplorerFilterSet
    # What decides on a page by the state in which it finds it.
    locked_views = frozenset(
        {"edit", "revisions_revert", "revisions_unschedule", "unpublish", "workflow_action"}
    )

    def get_view_by_name(self, name: str) -> View:
        """Returns a view; those that decide on a page lock it first."""
        view: View = super().get_view_by_name(name)
        return with_locked_page(view) if name in self.locked_views else view
