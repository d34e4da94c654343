"""Addresses of second factors in the admin. Names are django-allauth's, which its views look up."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from fedcms.sign_in.second_factor.own_account import in_the_admin, of_ones_own
from fedcms.sign_in.second_factor.views import LeaveView, RemovePasskeyView, SecondFactorView, sign_in_form

urlpatterns = [
    path("", of_ones_own(base.index), name="mfa_index"),
    # Before somebody is signed in.
    path("sign-in/", sign_in_form, name="account_login"),
    path("leave/", LeaveView.as_view(), name="account_logout"),
    path("authenticate/", SecondFactorView.as_view(), name="mfa_authenticate"),
    path("webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    # Which prove who is there.
    path("password/", of_ones_own(reauthenticate), name="account_reauthenticate"),
    path("reauthenticate/", in_the_admin(base.reauthenticate), name="mfa_reauthenticate"),
    path(
        "webauthn/reauthenticate/",
        in_the_admin(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    # Which show or change second factors.
    path("totp/activate/", of_ones_own(totp.activate_totp), name="mfa_activate_totp"),
    path("totp/deactivate/", of_ones_own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", of_ones_own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        of_ones_own(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        of_ones_own(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    # django-allauth leads to a list of its own after each change.
    path("webauthn/", RedirectView.as_view(url=reverse_lazy("mfa_index")), name="mfa_list_webauthn"),
    path("webauthn/add/", of_ones_own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "webauthn/keys/<int:pk>/remove/",
        of_ones_own(RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("webauthn/keys/<int:pk>/edit/", of_ones_own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
