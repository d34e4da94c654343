"""Lists the page types that a person may create, at Wagtail's own address (clusters.admin_urls)."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from wagtail.admin.views.pages import create
from wagtail.models import Page

from clusters.access.own_pages import is_own


class AddSubpageView(create.AddSubpageView):
    """Wagtail's list of page types.

    Below an own page that takes no pages it says where they are created instead of refusing.
    """

    def dispatch(
        self, request: HttpRequest, parent_page_id: int, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        """Raises `PermissionDenied` for people who may not create pages there, as Wagtail does."""
        self.parent_page = get_object_or_404(Page, pk=parent_page_id).specific
        if not self.parent_page.creatable_subpage_models() and is_own(request.user, self.parent_page):
            self.page_types: list[object] = []
            return TemplateView.dispatch(self, request, parent_page_id, *args, **kwargs)
        response: HttpResponseBase = super().dispatch(request, parent_page_id, *args, **kwargs)
        return response
