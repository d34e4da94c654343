"""Addresses of the doors of the admin, in place of Wagtail's; fedcms.urls puts them first."""

from django.urls import include, path
from django.views.decorators.cache import never_cache

from fedcms.sign_in.email_change.views import change_email, confirm_email_change
from fedcms.sign_in.open_sessions.views import open_sessions
from fedcms.sign_in.second_factor.own_account import of_ones_own
from fedcms.sign_in.security_log.views import security_events
from fedcms.sign_in.views import ForgottenPasswordView, NewPasswordView, SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("password_reset/", never_cache(ForgottenPasswordView.as_view()), name="wagtailadmin_password_reset"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        NewPasswordView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("account/email/", of_ones_own(change_email), name="change_email"),
    path(
        "account/email/confirm/<str:nonce>/", of_ones_own(confirm_email_change), name="confirm_email_change"
    ),
    path("account/sessions/", of_ones_own(open_sessions), name="open_sessions"),
    path("security-events/", security_events, name="security_events"),
    path("identity/", include("fedcms.sign_in.identity_providers.urls")),
    path("second-factor/", include("fedcms.sign_in.second_factor.urls")),
]
