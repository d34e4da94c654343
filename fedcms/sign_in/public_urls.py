"""Addresses that take passwords of pages, in place of Wagtail's; fedcms.urls puts them first."""

from django.urls import path

from fedcms.sign_in.views import collection_password, page_password, to_the_one_form

page_urlpatterns = [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", to_the_one_form, name="wagtailcore_login"),
]
urlpatterns = [
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        collection_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
