"""The base of pages with addresses below them that are no pages: a directory, a newsroom."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from clusters.models.section import StructuralPage
from fedcms.core.visibility import is_released


class RoutedPageMixin(RoutablePageMixin):
    """Wagtail's mixin, mended: its `serve` asks nothing that `Page.serve` asks, its preview knows no other mode.

    Stands before `StructuralPage` among the bases.
    """

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Returns the preview of the HTML head in its modes; in all others Wagtail previews the first route."""
        shown = self.head_preview(request, mode_name) if isinstance(self, StructuralPage) else None
        response: HttpResponseBase = shown or super().serve_preview(request, mode_name)
        return response

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Serves the page of a route. Raises `Http404` unless the page is released."""
        if isinstance(self, Page) and not is_released(self, timezone.now()):
            raise Http404
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response
