"""Tells django-allauth how accounts work here: who made them, where people go on, what they are told."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fedcms.core.http.client_throttle import client_of_request
from fedcms.sign_in.identity_providers.configuration import IdentityProvider
from fedcms.sign_in.identity_providers.sessions import forget_coming, note_coming, note_sign_in
from fedcms.sign_in.second_factor.factors import factors_of
from fedcms.sign_in.second_factor.notices import NOTICES, mail_notice
from fedcms.sign_in.second_factor.sessions import has_shown, note_shown
from fedcms.users.models import User

_REMEMBERED = "sign_in_remembered"


def signed_in_response(
    request: HttpRequest,
    user: User,
    wanted: str,
    *,
    is_remembered: bool = False,
    provider: IdentityProvider | None = None,
) -> HttpResponseBase:
    """Signs a person in whose password was right, and leads to `wanted`, by the second factor if there is one.

    Whoever was signed in before is so no more, also while the second factor is waited for. `provider` says who they
    are, where that was shown instead of the password; it may have asked for a second factor itself.
    """
    if request.user.is_authenticated:
        logout(request)
    else:
        # A session that somebody else has planted does not share the sign-in.
        request.session.cycle_key()
    forget_waiting(request)
    request.session[_REMEMBERED] = is_remembered
    has_shown_factor = provider is not None and provider.has_second_factor
    if provider is not None:
        note_coming(request, user, provider)
    if not factors_of(user).exists():
        # Who makes the first one now need not type the password again; who has not typed it must.
        has_typed = provider is None
        method = "password" if has_typed else "socialaccount"
        record_authentication(request, user, method=method, reauthenticated=has_typed)
    # Not the backend that counts tries: nothing is tried any more.
    user.backend = "django.contrib.auth.backends.ModelBackend"
    login = Login(user=user, email_verification="none", redirect_url=wanted)
    if has_shown_factor:
        login.state["stages"] = {AuthenticateStage.key: {"handled": True}}
    response: HttpResponseBase = perform_login(request, login)
    if has_shown_factor and request.user == user:
        note_shown(request, user)
    return response


def forget_waiting(request: HttpRequest) -> None:
    """Ends a sign-in that waits for its second factor."""
    clear_login(request)
    forget_coming(request)
    request.session.pop(_REMEMBERED, None)


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
        """Signs in, for as long as was asked for with the password.

        Raises `ImmediateHttpResponse` for an account that was closed while its second factor was waited for.
        """
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        is_remembered = bool(request.session.pop(_REMEMBERED, False))
        # Before for the log, after since who was in as somebody else has lost their session.
        note_sign_in(request, user)
        super().login(request, user)
        note_sign_in(request, user)
        forget_coming(request)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if is_remembered else 0)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponseBase:
        """Leads back to the form, with the words for who is not known."""
        forget_waiting(request)
        messages.error(request, _("Ce compte ne s’ouvre pas ainsi."))
        return redirect("wagtailadmin_login")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """Returns how somebody proves who they are: the password is not enough for who has a second factor to show."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        has_more = len(methods) > 1 and not has_shown(allauth_context.request, user)
        return [each for each in methods if not (has_more and each["id"] == "reauthenticate")]

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
