"""Answers with a press kit's archive, fact sheet or vector logo."""

import logging
from hashlib import sha256

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _

from clusters.press_access.kits.archive import (
    Packets,
    archive_name,
    digest_of_archive,
    packets_of,
    plan_archive,
)
from clusters.press_access.kits.contents import PressKitContents
from clusters.press_access.kits.fact_sheet import Sheet, SheetNotMade, digest_of, sheet_of
from clusters.press_access.kits.file_names import safe_stem
from clusters.press_access.kits.stored_sheets import fact_sheet
from clusters.press_access.kits.stream_slots import RETRY_AFTER_SECONDS, SlotHolder, give_back_slot, take_slot
from fedcms.media.views import CACHE_VISIBLE, protect, send_file

logger = logging.getLogger("fedcms.press_kits")


def _busy() -> HttpResponse:
    words = _("Plusieurs dossiers de presse partent en ce moment : réessayez dans une minute.")
    response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def archive_answer(
    request: HttpRequest,
    contents: PressKitContents,
    *,
    mark: str = "",
    cache_control: str = CACHE_VISIBLE,
    is_accredited: bool = False,
) -> HttpResponseBase:
    """Returns the archive of a kit as it is sent, 304 to who has it already, 503 while too many are being sent.

    HEAD reads no file, and so tells no length.
    """
    packets = packets_of(contents)
    # Weak: the times of the entries differ from one answer to the next.
    tag = f'W/"{digest_of_archive(contents, packets, mark)}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        is_head = request.method == "HEAD"
        response = HttpResponse() if is_head else _stream(contents, packets, mark, is_accredited)
        if response.status_code != 200:
            return response
        response["Content-Type"] = "application/zip"
        name = f"{archive_name(contents, mark)}.zip"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        # A proxy that kept all of it before it passed it on would need gigabytes.
        response["X-Accel-Buffering"] = "no"
        response["Accept-Ranges"] = "none"
    response["ETag"] = tag
    # A robot would hold a slot for what it cannot show.
    response["X-Robots-Tag"] = "noindex"
    return protect(response, cache_control=cache_control)


def _stream(contents: PressKitContents, packets: Packets, mark: str, is_accredited: bool) -> HttpResponseBase:
    if not take_slot(is_accredited=is_accredited):
        return _busy()
    try:
        archive = plan_archive(contents, packets, mark)
        for file in archive.missing:
            logger.warning("The file %s of a press kit is not in the storage.", file.stored)
        response = StreamingHttpResponse(SlotHolder(archive.stream()))
    except BaseException:
        give_back_slot()
        raise
    response["Content-Length"] = str(archive.size)
    return response


def fact_sheet_answer(
    request: HttpRequest, contents: PressKitContents, *, mark: str = "", cache_control: str = CACHE_VISIBLE
) -> HttpResponseBase:
    """Returns the fact sheet of a kit, 304 to who has it already. Raises `Http404` when it cannot be made.

    One that is not stored is made within a slot (503 while there is none), and not for HEAD, which tells no length.
    """
    sheet = sheet_of(contents)
    tag = quote_etag(digest_of(sheet))
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        is_made = contents.is_stored or request.method != "HEAD"
        response = _made(contents, sheet) if is_made else HttpResponse(content_type="application/pdf")
        if response.status_code != 200:
            return response
        name = safe_stem(f"{mark}{contents.title} ({contents.language})", "fact-sheet")
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{name}.pdf"
        )
    response["ETag"] = tag
    return protect(response, cache_control=cache_control)


def _made(contents: PressKitContents, sheet: Sheet) -> HttpResponse:
    """Returns a sheet that is stored, or made now. Raises `Http404`."""
    if not contents.is_stored and not take_slot():
        return _busy()
    try:
        return HttpResponse(fact_sheet(contents, sheet), content_type="application/pdf")
    except SheetNotMade as error:
        logger.exception("The fact sheet of %s cannot be made.", contents.title)
        raise Http404 from error
    finally:
        if not contents.is_stored:
            give_back_slot()


def logo_answer(request: HttpRequest, stored: str, title: str) -> HttpResponseBase:
    """Returns a vector logo to save, 304 to who has it already. Raises `Http404` when it is gone."""
    try:
        changed = default_storage.get_modified_time(stored)
    except OSError as error:
        raise Http404 from error
    tag = quote_etag(sha256(f"{stored} {changed.isoformat()}".encode()).hexdigest()[:32])
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        response = send_file(stored, cache_control=CACHE_VISIBLE)
        name = f"{safe_stem(title, 'logo')}.svg"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["ETag"] = tag
    return protect(response, cache_control=CACHE_VISIBLE)
