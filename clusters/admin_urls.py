"""Admin addresses that replace Wagtail's, and that of an invitation; fedcms.urls puts them first."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.pages import page_viewset_registry

from clusters.access import choosers
from clusters.access.create_view import AddSubpageView
from clusters.access.image_chooser import own_images
from clusters.access.report_views import (
    OwnHistoryView,
    OwnLockedPagesView,
    OwnWorkflowTasksView,
    OwnWorkflowView,
)
from clusters.people.acceptance_views import AcceptanceView
from fedcms.media.file_tags import complete_tag
from fedcms.media.library import DocumentIndexView, ImageIndexView

# Wagtail's own dialog, in a transaction: a page and all that follows from it (search, media, caches) is restricted, or
# nothing.
set_privacy = transaction.atomic(page_viewset_registry.as_view("set_privacy", page_id_kwarg="page_id"))


def no_failure(request: HttpRequest) -> HttpResponseBase:
    """Raises `Http404`: Wagtail's address fails on purpose, and tells whoever may open it how the site fails."""
    raise Http404("This address fails on no purpose.")


def report(route: str, view: type[View]) -> list[URLPattern]:
    """Returns the two addresses of a report: the screen, and its results alone. The admin guard knows their names."""
    name = f"own_report_{route.replace('-', '_')}"
    return [
        path(f"reports/{route}/", require_admin_access(view.as_view()), name=name),
        path(
            f"reports/{route}/results/",
            require_admin_access(view.as_view(results_only=True)),
            name=f"{name}_results",
        ),
    ]


urlpatterns = [
    path("failwhale/", no_failure),
    *report("site-history", OwnHistoryView),
    *report("locked", OwnLockedPagesView),
    *report("workflow", OwnWorkflowView),
    *report("workflow_tasks", OwnWorkflowTasksView),
    # For people without an account.
    path("invitation/", AcceptanceView.as_view(), name="invitation"),
    path("pages/<int:parent_page_id>/add_subpage/", require_admin_access(AddSubpageView.as_view())),
    path("pages/<int:page_id>/privacy/", require_admin_access(set_privacy)),
    path("choose-page/", require_admin_access(choosers.BrowseView.as_view())),
    path("choose-page/<int:parent_page_id>/", require_admin_access(choosers.BrowseView.as_view())),
    path("choose-page/search/", require_admin_access(choosers.SearchView.as_view())),
    path("choose-page/chosen-multiple/", require_admin_access(choosers.ChosenMultipleView.as_view())),
    path("choose-external-link/", require_admin_access(choosers.ExternalLinkView.as_view())),
    path("images/", require_admin_access(ImageIndexView.as_view())),
    path("images/results/", require_admin_access(ImageIndexView.as_view(results_only=True))),
    path("images/chooser/", require_admin_access(own_images.choose_view)),
    path("images/chooser/results/", require_admin_access(own_images.choose_results_view)),
    path("tag-autocomplete/", require_admin_access(complete_tag)),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(complete_tag)),
    path("documents/", require_admin_access(DocumentIndexView.as_view())),
    path("documents/results/", require_admin_access(DocumentIndexView.as_view(results_only=True))),
]
