"""The addresses behind the link of an accreditation; they have no language, since the holder's is known."""

from django.urls import path

from clusters.press_access import public_views

urlpatterns = [
    path("before-publication/<str:token>/", public_views.landing, name="press_access"),
    path("before-publication/<str:token>/<int:page_id>/", public_views.page, name="press_access_page"),
    path(
        "before-publication/<str:token>/<int:page_id>/comment/",
        public_views.comment,
        name="press_access_comment",
    ),
    path(
        "before-publication/<str:token>/<int:page_id>/<path:address>",
        public_views.file,
        name="press_access_file",
    ),
]
