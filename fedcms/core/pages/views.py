"""Serves pages with Wagtail's hooks, found in one query; redirects the bare domain; explains a failed CSRF check."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail import hooks
from wagtail.models import Page

from fedcms.core.http.kept_forms import may_be_sent_again, send_again
from fedcms.core.http.public_answers import is_empty_form, mark_public
from fedcms.core.i18n.request_language import CHOSEN_BY, preferred_language
from fedcms.core.pages.addresses import home_address
from fedcms.core.pages.routing import route
from fedcms.core.shown_tags import allow_keeping
from fedcms.core.visibility import visible_q


def _serve_page(
    page: Page, request: HttpRequest, args: list[object], kwargs: dict[str, object]
) -> HttpResponseBase:
    response: HttpResponseBase = page.serve(request, *args, **kwargs)
    return response


@csrf_exempt
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serves the page at `path` in the language of the address, through Wagtail's hooks (view restrictions among them).

    Exempt from the CSRF check, since an anonymous visitor has no cookie. All that a page takes by POST is a message to
    a team: that needs no session, and its form carries a signed stamp (clusters.directory.stamped_form), which many may
    have from a page that is kept.
    """
    result = route(home_address(get_language() or ""), request, path)
    page, args, kwargs = result
    # Wagtail's middleware and tags read this.
    request._wagtail_route_for_request = result  # type: ignore[attr-defined]  # noqa: SLF001
    chain = _serve_page
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    response = chain(page, request, args, kwargs)
    if not getattr(page, "is_known_unrestricted", False):
        return response
    if getattr(page, "is_kept_in_process", False) and request.GET.keys() <= set(
        getattr(page, "kept_parameters", ())
    ):
        allow_keeping(is_unmarked=is_empty_form(response))
    return mark_public(request, response)


def root(request: HttpRequest) -> HttpResponseBase:
    """Redirects the bare domain to the home page in the reader's language, or the main one if that is not open.

    No other address is redirected by language.
    """
    homes = {home_address(code): code for code, _name in settings.LANGUAGES}
    opened = Page.objects.filter(visible_q(), url_path__in=homes).values_list("url_path", flat=True)
    language = preferred_language(request, {homes[path] for path in opened})
    response = redirect(home_address(language))
    patch_vary_headers(response, CHOSEN_BY)
    return response


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # Django's contract
    """Shows what to do when a form came without its CSRF cookie, or with an older one. Django logs the reason.

    A form of this site can be sent again at a click: signing in, in another tab, gives all forms another token.
    """
    if may_be_sent_again(request):
        return send_again(request)
    return render(request, "403_csrf.html", status=403)
