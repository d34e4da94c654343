"""Middleware that signs out whose session was ended, or whose identity provider lets them in no more.

Of the others it notes that they were seen in the admin.
"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from fedcms.core.http.screens import admin_match
from fedcms.sign_in.identity_providers.sessions import is_still_admitted, provider_of_session
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.open_sessions.register import goes_on, keep_key
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


class OpenSessionsMiddleware:
    """The middleware, to be placed after authentication and before what guards the admin's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Calls the view; a session that it stores under another key stays the same for its person."""
        response = self.get_response(request)
        # After an error the database may be away, and the answer that says so must get its headers.
        if response.status_code < 500 and admin_match(request) is not None and isinstance(request.user, User):
            keep_key(request)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> None:
        """Signs out before the view is called: it leads to the sign-in, as it does everybody."""
        if admin_match(request) is None:
            return
        user = request.user
        if not isinstance(user, User):
            return
        if not is_still_admitted(request, user):
            detail = f"{provider_of_session(request)}: opens it no more"
            record(SecurityEvent.Kind.SESSIONS_ENDED, user, actor=user, detail=detail)
            logout(request)
        elif not goes_on(request, user):
            logout(request)
