"""Chooses the language of a request: that of its address; the reader's only on the bare domain.

`Accept-Language` and the language that a reader once chose count on the bare domain alone (docs/adr/0022), where they
choose a home page; and in the admin, which has no language in its addresses. No address is redirected for them.
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
# Robots of search engines, of social networks and of assistants name themselves so; a robot that says it is a browser
# is treated as one, which costs it nothing. Cubot makes telephones.
ROBOT = re.compile(
    r"(?<!\bcu)bot(?:\b|[/;-])|crawl|spider|slurp|facebookexternalhit|externalhit|preview", re.IGNORECASE
)
CHOSEN_BY = ("Accept-Language", "Cookie", "User-Agent")
"""What the answer on the bare domain depends on."""


class AddressLanguageMiddleware(LocaleMiddleware):
    """Django's, which elsewhere looks at the reader where the address has no language, and redirects by it."""

    def process_request(self, request: HttpRequest) -> None:
        """Activates the language of the address; of one without, the main one (feeds of machines, media, the API)."""
        if request.path_info.startswith(ADMIN):
            # What was chosen in the picker is a language to read, not one to work in.
            language = _accepted(request, dict(settings.LANGUAGES))
        else:
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Says the language of the answer. What is not found stays so: nobody is led to a language by a guess."""
        if request.path_info.startswith(ADMIN):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def is_robot(request: HttpRequest) -> bool:
    """Whether the one who asks says that it is a program."""
    return bool(ROBOT.search(request.headers.get("User-Agent", "")))


def preferred_language(request: HttpRequest, offered: Container[str]) -> str:
    """Which of the languages offered to show first: the chosen one, the best of Accept-Language, else the main one.

    A robot gets the main one, whatever it says that it accepts. Where the main one is not offered, the first that is
    stands for it; where none is, the main one it is all the same.
    """
    if is_robot(request):
        return _main(offered)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    return _accepted(request, offered)


def _accepted(request: HttpRequest, offered: Container[str]) -> str:
    """The best of Accept-Language among the languages offered, else the main one."""
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
