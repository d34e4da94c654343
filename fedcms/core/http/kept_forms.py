"""Keeps what was typed in a form that could not be taken yet: a page shows it, and sends it again at a click."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fedcms.core.http.same_origin import comes_from_here

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of Django's field


def may_be_sent_again(request: HttpRequest) -> bool:
    """Returns whether a person sent a form of this site whose fields may stand in a page.

    Not a form of another site: a click would send it as if it were ours. Not a password, which no page repeats. Not
    what a script sends: it reads the status.
    """
    return (
        request.method == "POST"
        and comes_from_here(request)
        and not is_of_a_script(request)
        and not any("password" in name.lower() for name in request.POST)
    )


def is_of_a_script(request: HttpRequest) -> bool:
    """Returns whether a script sent the request, which cannot show a page."""
    is_called = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return is_called or "application/json" in request.headers.get("Accept", "")


def send_again(request: HttpRequest, *, sign_in: str = "") -> HttpResponse:
    """Returns a page (403) with all that was typed, hidden, and a button that sends it to the same address.

    `sign_in` is where the person signs in before, in another tab; "" if that is not needed. Files cannot stand in a
    page: it asks to choose them again.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    context = {
        "action": request.get_full_path(),
        "fields": fields,
        "has_files": bool(request.FILES),
        "sign_in": sign_in,
    }
    return render(request, "core/send_again.html", context, status=403)
