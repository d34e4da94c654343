"""Keeps a form of somebody whose session has ended meanwhile, instead of leading to the sign-in without it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from fedcms.core.http.kept_forms import may_be_sent_again, send_again


def kept_when_signed_out(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: where a view answers a posted form by "sign in first", the form stays in a page (403)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _leads_to_sign_in(response) and may_be_sent_again(request):
            return send_again(request, sign_in=reverse("wagtailadmin_login"))
        return response

    return answer


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    """Whether the answer asks to sign in and come back; signing out leads there, too, but not back."""
    if not isinstance(response, HttpResponseRedirect):
        return False
    there = urlsplit(response.url)
    return there.path == reverse("wagtailadmin_login") and "next=" in there.query
