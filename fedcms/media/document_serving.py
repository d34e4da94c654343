"""Checks visibility before a document is sent (fedcms.media.views.serve_document)."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from wagtail import hooks

from fedcms.media.file_grants import is_granted
from fedcms.media.models import FederationDocument
from fedcms.media.views import CACHE_HANDLED, CACHE_VISIBLE, send_file
from fedcms.media.visibility import is_file_visible, may_handle
from fedcms.sign_in.second_factor.sessions import person_of


# Runs after Wagtail's own hook, which checks the restrictions of the document's collection.
@hooks.register("before_serve_document", order=100)
def ask_visibility(document: FederationDocument, request: HttpRequest) -> HttpResponseBase:
    """Returns the file, or 304, if it is visible, granted, or the person works with it; raises `Http404` otherwise."""
    is_public = is_file_visible(document)
    if not (is_public or is_granted(request, document) or may_handle(person_of(request), document)):
        raise Http404
    cache_control = CACHE_VISIBLE if is_public else CACHE_HANDLED
    tag = quote_etag(document.file_hash) if document.file_hash else None
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        response = send_file(document.file.name, cache_control=cache_control)
        response["Content-Disposition"] = document.content_disposition
    response["Cache-Control"] = cache_control
    if tag:
        response["ETag"] = tag
    return response
