"""Sends the press kit of a page to the holder of an accreditation, with the embargo in its names, texts and headers."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import override

from clusters.models import Accreditation
from clusters.press_access.embargo_notice import marked_file_name, notice_of
from clusters.press_access.kits.addresses import ARCHIVE, FACT_SHEET
from clusters.press_access.kits.answers import archive_answer, fact_sheet_answer
from clusters.press_access.kits.contents import kit_of_page
from clusters.press_access.openings import note_opening
from clusters.press_access.readable_pages import ReadablePage
from fedcms.media.views import CACHE_HANDLED

KIT_ADDRESSES = (ARCHIVE, FACT_SHEET)


def accredited_answer(
    request: HttpRequest, accreditation: Accreditation, readable: ReadablePage, address: str
) -> HttpResponseBase:
    """Returns the archive or the fact sheet of a page that a holder reads, and notes that it was opened.

    Raises `Http404` for a page of a kind without a press kit.
    """
    content = readable.content
    if not content.has_press_kit:
        raise Http404
    with override(content.locale.language_code):
        notice = notice_of(accreditation, readable)
        mark = marked_file_name("", accreditation, readable.moment)
    contents = kit_of_page(content, notice)
    response = (
        archive_answer(request, contents, mark=mark, cache_control=CACHE_HANDLED, is_accredited=True)
        if address == ARCHIVE
        else fact_sheet_answer(request, contents, mark=mark, cache_control=CACHE_HANDLED)
    )
    if request.method == "GET" and response.status_code in (200, 304):
        subject = "kit" if address == ARCHIVE else "sheet"
        note_opening(accreditation, f"{subject}:{content.pk}", f"{address} – {content.title}")
    return response
