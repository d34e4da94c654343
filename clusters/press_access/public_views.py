"""The pages behind the link of an accreditation: what may be read, each page in full, its files, a guest's comments."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from clusters.models import Accreditation, ContentPage
from clusters.models.accreditation import AccreditationScope
from clusters.people.teams import FEDERATION, owner_of
from clusters.press_access.comments import CommentForm, comments_of, may_comment
from clusters.press_access.embargo_notice import marked_file_name, notice_of
from clusters.press_access.file_addresses import through_link
from clusters.press_access.file_requests import find_file
from clusters.press_access.kits.accredited import KIT_ADDRESSES, accredited_answer
from clusters.press_access.kits.addresses import page_url
from clusters.press_access.kits.pages import page_block
from clusters.press_access.openings import note_list_opening, note_opening
from clusters.press_access.page_files import file_keys
from clusters.press_access.page_texts import TextMaker, text_maker
from clusters.press_access.public_answers import for_holders, not_readable, rendered
from clusters.press_access.readable_pages import (
    NotReadable,
    ReadablePage,
    find_readable,
    listed_pages,
)
from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q
from fedcms.media.file_grants import grant_files

EMBARGO_HEADER = "X-Embargo-Until"


def _page_of(page_id: int) -> ContentPage | None:
    found: ContentPage | None = ContentPage.objects.select_related("locale").filter(pk=page_id).first()
    return found


@for_holders
@require_safe
def landing(request: HttpRequest, accreditation: Accreditation, token: str) -> HttpResponseBase:
    """Leads to the one page that a link is for, or lists what may be read."""
    if accreditation.scope == AccreditationScope.PAGE:
        if accreditation.page_id is None:
            return not_readable(request, accreditation, NotReadable.GONE)
        return redirect("press_access_page", token, accreditation.page_id)
    with override(accreditation.language):
        lines = [
            (reverse("press_access_page", args=[token, line.page_id]), line)
            for line in listed_pages(accreditation)
        ]
    if lines and request.method == "GET":
        note_list_opening(accreditation)
    context = {
        "lines": lines,
        "holder": str(accreditation),
        "owner": owner_of(accreditation.cluster_id or FEDERATION),
        "topic": accreditation.topic,
        "expires_at": accreditation.expires_at,
    }
    return rendered(request, "clusters/press_access/listing.html", context, accreditation.language)


@for_holders
@require_safe
def page(request: HttpRequest, accreditation: Accreditation, token: str, page_id: int) -> HttpResponseBase:
    """Shows a page in full before its publication; afterwards leads to the public page."""
    found = find_readable(accreditation, _page_of(page_id))
    if isinstance(found, NotReadable):
        return not_readable(request, accreditation, found)
    if isinstance(found, Page):
        return HttpResponseRedirect(page_address(found))
    return _shown(request, accreditation, token, found)


def _shown(
    request: HttpRequest,
    accreditation: Accreditation,
    token: str,
    readable: ReadablePage,
    form: CommentForm | None = None,
) -> HttpResponse:
    """Returns a page by its own template, in its own language, with the notice around it and its files readable.

    That it was opened is noted here, whatever led to it; who only asks whether a link works (HEAD) has read nothing.
    """
    content = readable.content
    if request.method != "HEAD":
        note_opening(accreditation, f"page:{content.pk}", content.title)
    language = content.locale.language_code
    content.ancestors_on_the_way = list(content.get_ancestors().filter(visible_q(), depth__gt=1))
    address = reverse("press_access_page", args=[token, content.pk])
    with override(language):
        is_alone = accreditation.scope == AccreditationScope.PAGE
        index_url = "" if is_alone else reverse("press_access", args=[token])
        context = content.get_context(request) | {
            "access_notice": notice_of(accreditation, readable, index_url),
        }
        if content.has_press_kit:
            context["press_kit"] = page_block(content, address)
        if may_comment(accreditation):
            context["comment_form"] = form or CommentForm()
            context["comment_url"] = f"{address}comment/"
            context["own_comments"] = comments_of(accreditation, content.pk)
        response = TemplateResponse(request, content.get_template(request), context).render()
        html = through_link(response.content.decode(), address)
    answer = HttpResponse(html, content_type="text/html; charset=utf-8")
    answer["Content-Language"] = language
    return answer


@for_holders
@require_safe
def file(
    request: HttpRequest, accreditation: Accreditation, token: str, page_id: int, address: str
) -> HttpResponseBase:
    """Serves an image or a document of a page that the holder may read; once the page is public, leads to its own."""
    found = find_readable(accreditation, _page_of(page_id))
    if isinstance(found, NotReadable):
        return not_readable(request, accreditation, found)
    make = text_maker(address)
    if make is not None:
        return _text(request, accreditation, found, address, make)
    if address in KIT_ADDRESSES:
        return _press_kit(request, accreditation, found, address)
    wanted = find_file(address)
    if wanted is None:
        raise Http404
    if isinstance(found, Page):
        return HttpResponseRedirect(f"/{address}")
    granted = file_keys(found.content)
    grant_files(request, lambda item: (type(item), item.pk) in granted)
    response = wanted.served(request)
    if wanted.subject:
        if response.status_code == 200:
            with override(accreditation.language):
                marked = marked_file_name(wanted.name, accreditation, found.moment)
            response["Content-Disposition"] = (
                content_disposition_header(wanted.is_download, marked) or "inline"
            )
        if request.method == "GET":
            note_opening(accreditation, wanted.subject, wanted.name)
    if found.moment is not None:
        response[EMBARGO_HEADER] = found.moment.isoformat()
    return response


def _text(
    request: HttpRequest,
    accreditation: Accreditation,
    found: ReadablePage | Page,
    address: str,
    make: TextMaker,
) -> HttpResponseBase:
    """Returns the text of a page to take away, under embargo above, below and in its name; once public, its own."""
    if isinstance(found, Page):
        return HttpResponseRedirect(f"{page_address(found)}{address}")
    content = found.content
    language = content.locale.language_code
    with override(language):
        text = make(content, notice_of(accreditation, found))
    if text is None:
        raise Http404
    with override(accreditation.language):
        name = marked_file_name(text.name, accreditation, found.moment)
    if request.method == "GET":
        note_opening(accreditation, f"{address}:{content.pk}", f"{content.title} ({address})")
    response = HttpResponse(text.content, content_type=text.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["Content-Language"] = language
    if found.moment is not None:
        response[EMBARGO_HEADER] = found.moment.isoformat()
    return response


def _press_kit(
    request: HttpRequest, accreditation: Accreditation, found: ReadablePage | Page, address: str
) -> HttpResponseBase:
    """Sends the kit of a page that the holder may read; once the page is public, leads to its own."""
    if isinstance(found, Page):
        return HttpResponseRedirect(page_url(found, address))
    response = accredited_answer(request, accreditation, found, address)
    if found.moment is not None:
        response[EMBARGO_HEADER] = found.moment.isoformat()
    return response


@for_holders
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, accreditation: Accreditation, token: str, page_id: int) -> HttpResponseBase:
    """Keeps what a guest writes about a draft, and shows the page again."""
    if request.method != "POST":
        return redirect("press_access_page", token, page_id)
    found = find_readable(accreditation, _page_of(page_id))
    if isinstance(found, NotReadable):
        return not_readable(request, accreditation, found)
    if isinstance(found, Page):
        return HttpResponseRedirect(page_address(found))
    if not may_comment(accreditation):
        raise Http404
    form = CommentForm(request.POST)
    if not form.is_valid() or not form.keep(accreditation, found.content.pk):
        response = _shown(request, accreditation, token, found, form)
        response.status_code = 422
        return response
    return HttpResponseRedirect(reverse("press_access_page", args=[token, found.content.pk]) + "#comments")
