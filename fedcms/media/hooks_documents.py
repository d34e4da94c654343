"""Documents go through Wagtail's serve view; this hook asks visibility first."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail import hooks

from fedcms.media.models import FederationDocument
from fedcms.media.visibility import is_file_visible, may_handle


@hooks.register("before_serve_document")
def ask_visibility(document: FederationDocument, request: HttpRequest) -> HttpResponseBase | None:
    """404 for who may not have it; through the proxy where one is configured; otherwise Wagtail goes on."""
    if not (is_file_visible(document) or may_handle(request.user, document)):
        raise Http404
    if settings.FEDCMS_ACCEL_REDIRECT:
        from fedcms.media.views import send_file  # noqa: PLC0415

        response = send_file(document.file.name, cache_control="private, max-age=300")
        response["Content-Disposition"] = document.content_disposition
        return response
    return None
