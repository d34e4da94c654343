"""Guards the screens of one's own account: to who has a second factor, they open once it was shown."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.auth import require_admin_access

from fedcms.core.http.kept_forms import is_of_a_script
from fedcms.sign_in.second_factor.factors import factors_of
from fedcms.sign_in.second_factor.sessions import has_shown
from fedcms.users.models import User

View = Callable[..., HttpResponseBase]


def kinds_of(user: User) -> set[str]:
    """Returns the kinds of second factors that an account has, recovery codes left out. One query."""
    return set(factors_of(user).values_list("type", flat=True))


def in_the_admin(view: View) -> View:
    """Wraps a view of django-allauth as Wagtail does its own: language and zone of the person, nothing cached."""
    guarded: View = require_admin_access(view)
    return never_cache(sensitive_post_parameters("code", "password", "credential")(guarded))


def of_ones_own(view: View) -> View:
    """Wraps a view that changes or shows second factors: whoever has one shows it first, the password is not enough."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and not has_shown(request, user):
            kinds = kinds_of(user)
            if kinds:
                return _to_show(request, kinds)
        return view(request, *args, **kwargs)

    return in_the_admin(guarded)


@never_cache
def asked_for(request: HttpRequest, user: User) -> HttpResponseBase:
    """Returns what leads to the second factor: the screen that asks for it, or that makes the first one.

    What was typed is not led away: a form is answered by 403 and stays in the browser, to be sent again; a script reads
    why.
    """
    words = _("Votre rôle demande un second facteur.")
    if is_of_a_script(request):
        return JsonResponse({"detail": words}, status=403)
    kinds = kinds_of(user)
    if request.method not in ("GET", "HEAD"):
        context = {"address": _address_of(kinds) if kinds else reverse("mfa_index")}
        return TemplateResponse(request, "mfa/asked_for.html", context, status=403)
    if kinds:
        return _to_show(request, kinds)
    if words not in [str(message) for message in messages.get_messages(request)]:
        messages.warning(request, words)
    return redirect("mfa_index")


def _address_of(kinds: set[str]) -> str:
    is_app = Authenticator.Type.TOTP in kinds
    return reverse("mfa_reauthenticate" if is_app else "mfa_reauthenticate_webauthn")


def _to_show(request: HttpRequest, kinds: set[str]) -> HttpResponseBase:
    wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect(f"{_address_of(kinds)}?{urlencode({'next': wanted})}")
