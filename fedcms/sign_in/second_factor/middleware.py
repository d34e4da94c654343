"""Middleware that leads who must have a second factor to it, before any screen of the admin."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from fedcms.core.http.screens import admin_match
from fedcms.sign_in.second_factor.own_account import asked_for
from fedcms.sign_in.second_factor.sessions import must_show
from fedcms.users.models import User

# What is open before: the screens of second factors, which guard themselves, the ways in and out, an invitation, which
# signs nobody in, and what every screen loads.
OPEN = (
    "mfa_",
    "account_",
    "openid_connect_",
    "invitation",
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
        """Asks who must have a second factor, and has not shown it in this session."""
        match = admin_match(request)
        if match is None or match.view_name.startswith(OPEN):
            return None
        user = request.user
        if not isinstance(user, User) or not must_show(request, user):
            return None
        return asked_for(request, user)
