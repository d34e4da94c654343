"""Serves what django-allauth's views leave to the project."""

from allauth.account.views import LogoutView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from fedcms.sign_in.second_factor.forms import TOO_MANY
from fedcms.sign_in.second_factor.own_account import kinds_of


@require_safe
def sign_in_form(request: HttpRequest) -> HttpResponseBase:
    """Leads from django-allauth's form to the one form of the admin."""
    return redirect(f"{reverse('wagtailadmin_login')}?{request.GET.urlencode()}".rstrip("?"))


class SecondFactorView(AuthenticateView):
    """Asks for the second factor after the password; shows the means that the person has."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Returns django-allauth's context, with the kinds of second factors that the account has."""
        kinds = kinds_of(self.stage.login.user)
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkeys": Authenticator.Type.WEBAUTHN in kinds,
        }

    def form_invalid(self, form: Form) -> HttpResponseBase:
        """Returns the form with what is wrong; status 429 for too many codes."""
        response: HttpResponseBase = super().form_invalid(form)
        if form.has_error("code", TOO_MANY):
            response.status_code = 429
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last second factor of somebody who must have one."""

    def form_valid(self, form: Form) -> HttpResponseBase:
        """Removes it, or says why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.error_messages["cannot_delete_authenticator"])
            response: HttpResponseBase = self.form_invalid(form)
            return response
        removed: HttpResponseBase = super().form_valid(form)
        return removed


class LeaveView(LogoutView):
    """Ends a sign-in that waits for its second factor, or the session; by POST alone."""

    http_method_names = ["post"]
