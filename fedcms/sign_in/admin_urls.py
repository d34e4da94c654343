"""Addresses of the doors of the admin, in place of Wagtail's; fedcms.urls puts them first."""

from django.urls import include, path
from django.views.decorators.cache import never_cache

from fedcms.sign_in.views import ForgottenPasswordView, NewPasswordView, SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("password_reset/", never_cache(ForgottenPasswordView.as_view()), name="wagtailadmin_password_reset"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        NewPasswordView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("second-factor/", include("fedcms.sign_in.second_factor.urls")),
]
