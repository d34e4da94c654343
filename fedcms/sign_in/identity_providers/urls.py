"""Addresses of identity providers in the admin. Names are django-allauth's, which it looks up."""

from django.urls import path

from fedcms.sign_in.identity_providers.views import begin, come_back

urlpatterns = [
    path("<slug:provider_id>/", begin, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", come_back, name="openid_connect_callback"),
]
