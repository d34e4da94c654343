"""Shows the text that is to be co-signed as it will appear, with its files, to people who may read it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from clusters.co_signatures.readings import Reading, reading_of
from clusters.press_access.file_addresses import through_link
from clusters.press_access.file_requests import find_file
from clusters.press_access.page_files import file_keys
from clusters.translation.access.guards import signed_in_user
from fedcms.core.visibility import visible_q
from fedcms.media.file_grants import grant_files


def _reading(request: HttpRequest, page_id: int) -> Reading:
    """Returns what the person may read. Raises `Http404` and `PermissionDenied`."""
    reading = reading_of(signed_in_user(request), page_id)
    if not reading.may_read:
        raise PermissionDenied
    return reading


@require_safe
@xframe_options_sameorigin
def text(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Returns the newest text by its own template, its files loaded through this address."""
    content = _reading(request, page_id).content
    content.ancestors_on_the_way = list(content.get_ancestors().filter(visible_q(), depth__gt=1))
    with override(content.locale.language_code):
        response = TemplateResponse(
            request, content.get_template(request), content.get_context(request)
        ).render()
        html = through_link(response.content.decode(), reverse("co_signed_text", args=[page_id]))
    return HttpResponse(
        html, content_type="text/html; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )


@require_safe
def text_file(request: HttpRequest, page_id: int, address: str) -> HttpResponseBase:
    """Serves an image or a document of that text."""
    granted = file_keys(_reading(request, page_id).content)
    grant_files(request, lambda item: (type(item), item.pk) in granted)
    found = find_file(address)
    if found is None:
        raise Http404
    return found.view(request)
