"""The language picker without JavaScript: stores the choice and redirects (docs/adr/0022).

With JavaScript the picker's links lead to the pages themselves, and languages.js sets the same cookie. Robots follow
links but send no forms, so they see the pages' own addresses.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fedcms.core.http.same_origin import comes_from_here

REMEMBERED = timedelta(days=365)


@never_cache
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirects a POST to its `to`, an address with a language's prefix, and sets a cookie of that language.

    Any other `to` leads to the bare domain and sets no cookie. Exempt from the CSRF check, since an anonymous visitor
    has no cookie: only a form of this site can set the language, and all that it decides is where "/" leads.
    """
    target = request.POST.get("to", "")
    language = get_language_from_path(target) if target.startswith("/") else None
    if language is None or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect("/")
    response = HttpResponseRedirect(target, status=303)  # see other: the page is asked for by GET
    if comes_from_here(request):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=REMEMBERED,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response
