"""Middleware that leads who must have a second factor to it, before any screen of the admin."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fedcms.sign_in.second_factor.factors import PROOFS
from fedcms.sign_in.second_factor.requirement import must_have_second_factor
from fedcms.sign_in.second_factor.sessions import has_shown
from fedcms.users.models import User

# What is open before: second factors themselves, the ways in and out, and what every screen loads.
OPEN = (
    "mfa_",
    "account_",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)


class SecondFactorMiddleware:
    """The middleware, to be placed after authentication and before what guards the admin's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Calls the view; the check is in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """Leads to the second factor who has not shown it in this session; to a new one, who has none."""
        match, user = request.resolver_match, request.user
        if match is None or not match.route.startswith("admin/") or match.view_name.startswith(OPEN):
            return None
        if not isinstance(user, User) or not user.is_active or has_shown(request, user):
            return None
        if not must_have_second_factor(user):
            return None
        return _asked(request, user)


@never_cache
def _asked(request: HttpRequest, user: User) -> HttpResponseBase:
    words = _("Votre rôle demande un second facteur.")
    if "application/json" in request.headers.get("Accept", "") and request.method != "GET":
        return JsonResponse({"detail": words}, status=403)
    kinds = set(Authenticator.objects.filter(user=user, type__in=PROOFS).values_list("type", flat=True))
    if not kinds:
        messages.warning(request, words)
        return redirect("mfa_index")
    name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect(f"{reverse(name)}?{urlencode({'next': wanted})}")
