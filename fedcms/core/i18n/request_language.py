"""Chooses the language of a request: that of its address; on the bare domain, that of the reader.

`Accept-Language` and the language that a reader chose only count in two places: on the bare domain, where they choose
the home page (docs/adr/0022), and in the admin, whose addresses have no language. No other address is redirected.
"""

import re
from collections.abc import Container

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

ADMIN = "/admin/"
# How robots of search engines, social networks and assistants name themselves. A robot that claims to be a browser is
# treated as one, which does no harm. Cubot makes telephones.
ROBOT = re.compile(
    r"(?<!\bcu)bot(?:\b|[/;-])|crawl|spider|slurp|facebookexternalhit|externalhit|preview", re.IGNORECASE
)
CHOSEN_BY = ("Accept-Language", "Cookie", "User-Agent")
"""The headers on which the answer of the bare domain depends."""


class AddressLanguageMiddleware(LocaleMiddleware):
    """Django's locale middleware, but without redirects and without a look at the reader's languages.

    Django's asks the reader's headers when the address has no language, and redirects.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activates the language of the address; without one, the main language (machines' feeds, media, the API).

        In the admin, activates the best of Accept-Language.
        """
        if request.path_info.startswith(ADMIN):
            # The language chosen in the picker is for reading, not for working in the admin.
            language = _accepted(request, dict(settings.LANGUAGES))
        else:
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Sets Content-Language. A 404 stays one: nobody is redirected to a guessed language."""
        if request.path_info.startswith(ADMIN):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def is_robot(request: HttpRequest) -> bool:
    """Returns whether the client says that it is a robot."""
    return bool(ROBOT.search(request.headers.get("User-Agent", "")))


def preferred_language(request: HttpRequest, offered: Container[str]) -> str:
    """Returns the offered language to show first: the chosen one, else by Accept-Language, else the main one.

    A robot always gets the main language. Without the main one, the first offered; without any, the main one all the
    same.
    """
    if is_robot(request):
        return _main(offered)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    return _accepted(request, offered)


def _accepted(request: HttpRequest, offered: Container[str]) -> str:
    """Returns the offered language that Accept-Language prefers, else the main one."""
    for wanted, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        if weight <= 0:  # RFC 9110, 12.4.2: not acceptable
            continue
        try:
            known = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if known in offered:
            return str(known)
    return _main(offered)


def _main(offered: Container[str]) -> str:
    codes = [settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    return str(next((code for code in codes if code in offered), settings.LANGUAGE_CODE))
