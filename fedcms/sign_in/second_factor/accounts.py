"""Tells django-allauth how accounts work here: who made them, where people go on, what they are told."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from fedcms.core.http.client_throttle import client_of_request
from fedcms.sign_in.second_factor.notices import NOTICES, mail_notice
from fedcms.users.models import User

_REMEMBERED = "sign_in_remembered"


def note_remembered(request: HttpRequest, is_remembered: bool) -> None:
    """Notes whether the session that begins after the second factor outlives the browser."""
    request.session[_REMEMBERED] = is_remembered


def signed_in_response(request: HttpRequest, user: User, wanted: str) -> HttpResponseBase:
    """Signs a person in whose password was right, and leads to `wanted`, by the second factor if there is one."""
    # Not the backend that counts tries: nothing is tried any more.
    user.backend = "django.contrib.auth.backends.ModelBackend"
    response: HttpResponseBase = perform_login(request, user, email_verification="none", redirect_url=wanted)
    return response


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation, and signed in by Wagtail's form or a passkey."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Returns False: nobody makes an account for themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Returns where people go who named no other address: the admin."""
        return reverse("wagtailadmin_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Returns where people go who sign out, or who leave before the second factor."""
        return reverse("wagtailadmin_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Returns the reader's address as `FEDCMS_PROXIES` says."""
        return client_of_request(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Signs in, for as long as was asked for with the password."""
        is_remembered = bool(request.session.pop(_REMEMBERED, False))
        super().login(request, user)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if is_remembered else 0)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, object] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says in the project's words what has happened; nothing of what is seen anyway, as that one is signed in."""
        notice = NOTICES.get((message_template or "").rpartition("/")[2].removesuffix(".txt"))
        words = message or (str(notice.done) if notice else "")
        if words:
            messages.add_message(request, level, words, extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Mails the person what was changed in how they sign in."""
        notice = NOTICES.get(template_prefix.rpartition("/")[2])
        if notice is not None:
            mail_notice(user, notice)
