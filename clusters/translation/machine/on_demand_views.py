"""The page that shows an on-demand machine translation; never indexed, never in place of a real one."""

from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.fields import StreamField
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from clusters.translation.machine.on_demand import TOO_MANY, ask, is_current, is_day_over, is_offered, may_ask
from clusters.translation.models import MachineReading
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.addresses import home_address, page_address
from fedcms.core.visibility import visible_q
from fedcms.media.stored_renditions import prefetch_body


def _source(source_id: int, language: str) -> tuple[Page, Page | None]:
    """Returns the page and its real translation, if there is one.

    Raises `Http404` unless the page may be translated into `language` for visitors.
    """
    wanted = Page.objects.filter(pk=source_id).values("translation_key")
    asked = Q(translation_key__in=wanted) | Q(url_path=home_address(language))
    found = list(Page.objects.filter(asked, visible_q()).select_related("locale"))
    source = next((page for page in found if page.pk == source_id), None)
    home = next((page for page in found if page.url_path == home_address(language)), None)
    if source is None or home is None or source.locale_id == home.locale_id:
        raise Http404
    if not is_offered(source.specific_class, source.locale.language_code, language):
        raise Http404
    versions = (page for page in found if page.translation_key == source.translation_key)
    return source, next((page for page in versions if page.locale_id == home.locale_id), None)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def machine_reading(request: HttpRequest, source_id: int) -> HttpResponse:
    """Shows the machine translation of a page; a POST requests it. Redirects to the real translation if there is one.

    Exempt from CSRF protection, since anonymous visitors get no cookie: a POST acts for no user, and the number of
    translations is limited for the whole site.
    """
    source, real = _source(source_id, get_language() or "")
    if real is not None:
        return redirect(page_address(real))
    language, refusal, status = get_language() or "", "", 200
    if request.method == "POST":
        try:
            ask(source, language)
        except Refusal as error:
            refusal, status = str(error), 429
        else:
            return redirect(request.path)
    reading = MachineReading.objects.filter(source=source, language=language).first()
    is_ready = (
        reading is not None and reading.state == MachineReading.State.READY and is_current(reading, source)
    )
    may_be_asked = may_ask(reading, source)
    if may_be_asked and not is_ready and not refusal and is_day_over():
        refusal = str(TOO_MANY)
    context = {
        "reading": reading,
        "is_ready": is_ready,
        "may_ask": may_be_asked,
        "refusal": refusal,
        "source": source,
        "body": _body(source, reading) if reading is not None and is_ready else None,
    }
    response = render(request, "clusters/translation/on_demand_translation.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _body(source: Page, reading: MachineReading) -> object:
    """Returns the translated body with its pictures, as a value of the page class's stream field."""
    model = cast(type[BasePage], source.specific_class)
    field = model._meta.get_field("body")
    if not isinstance(field, StreamField):
        raise Http404
    body = field.stream_block.to_python(reading.body)
    prefetch_body(body)
    return body
