"""Serves images, renditions, documents and social cards after a visibility check."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page

from fedcms.core.media_types import media_type_of
from fedcms.core.models.base_page import BasePage
from fedcms.core.shown_tags import allow_keeping, collecting, image_tag, note_tags, table_tag
from fedcms.core.visibility import visible_q
from fedcms.media.addresses import address_for_proxy
from fedcms.media.copy_with_xmp import copy_with_xmp, length_of, stream
from fedcms.media.file_grants import is_granted
from fedcms.media.models import FederationDocument, FederationImage, FederationRendition, Licence
from fedcms.media.press_copy import xmp_of
from fedcms.media.print_files import press_file
from fedcms.media.social_cards.sources import card_of_row
from fedcms.media.social_cards.store import is_drawn, name_of
from fedcms.media.visibility import is_file_visible, may_handle, witness_of
from fedcms.sign_in.second_factor.sessions import person_of

# Rights expire and pages are withdrawn: so browsers keep a file for one minute, shared caches never.
CACHE_VISIBLE = "private, max-age=60"
# Files that are not public are never cached.
CACHE_HANDLED = "private, no-store"


def _image_of(name: str) -> FederationImage | None:
    """Returns the image to which a stored file belongs, directly or as one of its renditions."""
    rendition = FederationRendition.objects.select_related("image").filter(file=name).first()
    return rendition.image if rendition else FederationImage.objects.filter(file=name).first()


def send_file(name: str, *, cache_control: str) -> HttpResponseBase:
    """Returns the stored file `name`: through the proxy's internal location if one is configured, else from here.

    Raises `Http404` when the file is gone from the storage.
    """
    content_type = media_type_of(name)
    response: HttpResponseBase
    if settings.FEDCMS_ACCEL_REDIRECT:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = address_for_proxy(name)
    else:
        try:
            response = FileResponse(default_storage.open(name), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404 from error
    return protect(response, cache_control=cache_control)


def protect(response: HttpResponseBase, *, cache_control: str) -> HttpResponseBase:
    """Returns the response with the headers of every file: who keeps it for how long, and that nothing in it runs."""
    response["Cache-Control"] = cache_control
    # Sandboxed: should a file contain scripts and be opened as a document (SVG is not accepted, but formats change),
    # they do not run.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serves an image or rendition: to anybody when visible, else to who works with it or was granted it.

    Raises `Http404`.
    """
    # What it reads is named by what was found.
    with collecting():
        image = _image_of(name)
        witness = None if image is None else witness_of(image)
    if image is None:
        raise Http404
    if witness is not None:
        if witness:
            note_tags(*witness, image_tag(image.pk), table_tag(FederationImage._meta.db_table))
            allow_keeping(is_file=True)
        return send_file(name, cache_control=CACHE_VISIBLE)
    if is_granted(request, image) or may_handle(person_of(request), image):
        return send_file(name, cache_control=CACHE_HANDLED)
    raise Http404


@require_safe
def serve_press_copy(request: HttpRequest, image_id: int, name: str) -> HttpResponseBase:
    """Serves an image or its file for print to save, with title, credit and licence written in. Raises `Http404`.

    To anybody when visible, else to who works with it or was granted it; not if all rights are reserved: it is no
    download then.
    """
    image = get_object_or_404(FederationImage, pk=image_id)
    stored = press_file(image, name) if image.licence != Licence.ALL_RIGHTS else None
    is_offered = stored is not None
    is_public = is_offered and is_file_visible(image)
    is_theirs = is_offered and (
        is_public or is_granted(request, image) or may_handle(person_of(request), image)
    )
    if stored is None or not is_theirs:
        raise Http404
    # Whoever writes for all languages writes in the main one.
    with override(settings.LANGUAGE_CODE):
        packet = xmp_of(image)
    cache_control = CACHE_VISIBLE if is_public else CACHE_HANDLED
    stored_name, size = stored
    said = f"{stored_name} {size} {image.file_hash} ".encode() + packet
    tag = quote_etag(sha256(said).hexdigest())
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        response = _press_copy(stored_name, packet, has_body=request.method != "HEAD")
        response["Content-Type"] = media_type_of(name)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["ETag"] = tag
    return protect(response, cache_control=cache_control)


def _press_copy(stored_name: str, packet: bytes, *, has_body: bool) -> HttpResponseBase:
    try:
        file = default_storage.open(stored_name)
    except OSError as error:
        raise Http404 from error
    parts = copy_with_xmp(file, packet)
    response: HttpResponseBase
    if has_body:
        response = StreamingHttpResponse(stream(file, parts))
    else:
        file.close()
        response = HttpResponse()
    response["Content-Length"] = str(length_of(parts))
    return response


@require_safe
def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Serves a document as the `before_serve_document` hooks decide (fedcms.media.document_serving), else 404.

    Wagtail's own view ignores a hook's `FileResponse` and sends the file itself, without `Cache-Control` or sandbox.
    """
    document = get_object_or_404(FederationDocument, pk=document_id)
    if document.filename != document_filename:
        raise Http404
    for check in hooks.get_hooks("before_serve_document"):
        answer = check(document, request)
        if isinstance(answer, HttpResponseBase):
            return answer
    raise Http404


@require_safe
def serve_social_card(request: HttpRequest, key: UUID, language: str, digest: str) -> HttpResponseBase:
    """Serves the social card of a visible page or row; the address of a former card redirects to the present one."""
    page = Page.objects.filter(visible_q(), translation_key=key, locale__language_code=language).first()
    specific = page.specific if page else None
    text = specific.social_card_text() if isinstance(specific, BasePage) else card_of_row(key, language)
    if text is None or not is_drawn(text):
        raise Http404
    if digest != text.digest:
        response = redirect(f"/{name_of(text)}")
        response["Cache-Control"] = CACHE_VISIBLE
        return response
    return send_file(name_of(text), cache_control=CACHE_VISIBLE)
