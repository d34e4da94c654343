"""Addresses of second factors in the admin. Names are django-allauth's, which its views look up."""

from allauth.account.views import reauthenticate
from django.urls import include, path
from django.views.decorators.cache import never_cache

from fedcms.sign_in.second_factor.views import LeaveView, RemovePasskeyView, SecondFactorView, sign_in_form

urlpatterns = [
    path("sign-in/", sign_in_form, name="account_login"),
    path("leave/", LeaveView.as_view(), name="account_logout"),
    path("password/", never_cache(reauthenticate), name="account_reauthenticate"),
    path("authenticate/", SecondFactorView.as_view(), name="mfa_authenticate"),
    path(
        "webauthn/keys/<int:pk>/remove/",
        never_cache(RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("", include("allauth.mfa.urls")),
]
