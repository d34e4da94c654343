"""Previews an unsaved page with the cluster of the section in which it is written."""

from django.http import HttpRequest, HttpResponseBase

from clusters.models.membership import cluster_of_path


class PreviewMixin:
    """Before the page class in the bases of a type whose `cluster` is set when it is saved."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Wagtail gives a new page a place in the tree for this, and nothing that `save` derives from it."""
        if self.pk is None and self.path:  # type: ignore[attr-defined]  # a mixin
            self.cluster = cluster_of_path(self.path)  # type: ignore[attr-defined]  # a mixin
        response: HttpResponseBase = super().serve_preview(request, mode_name)  # type: ignore[misc]  # a mixin
        return response
