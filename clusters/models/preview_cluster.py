"""Previews an unsaved page with the cluster of its section."""

from django.http import HttpRequest, HttpResponseBase

from clusters.models.membership import cluster_of_path


class PreviewMixin:
    """The mixin, to be placed before the page class, of page types whose `cluster` is set when they are saved."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Sets the cluster of a new page: Wagtail gives it a path for the preview, but nothing that `save` sets."""
        if self.pk is None and self.path:  # type: ignore[attr-defined]  # a mixin
            self.cluster = cluster_of_path(self.path)  # type: ignore[attr-defined]  # a mixin
        response: HttpResponseBase = super().serve_preview(request, mode_name)  # type: ignore[misc]  # a mixin
        return response
