"""Documents go through Wagtail's serve view; this hook asks visibility, and sends the file as images are sent."""

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail import hooks

from fedcms.media.models import FederationDocument
from fedcms.media.views import CACHE_HANDLED, CACHE_VISIBLE, send_file
from fedcms.media.visibility import is_file_visible, may_handle


# After Wagtail's own hook, which asks the restrictions of the document's collection.
@hooks.register("before_serve_document", order=100)
def ask_visibility(document: FederationDocument, request: HttpRequest) -> HttpResponseBase:
    """The file for whom it is visible or whose it is; raises `Http404` for everybody else."""
    is_public = is_file_visible(document)
    if not (is_public or may_handle(request.user, document)):
        raise Http404
    response = send_file(document.file.name, cache_control=CACHE_VISIBLE if is_public else CACHE_HANDLED)
    response["Content-Disposition"] = document.content_disposition
    return response
