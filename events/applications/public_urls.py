"""The addresses behind the links of applications; they have no language, since the person's is known."""

from django.urls import path

from events.applications import personal_views

urlpatterns = [
    path("my-application/<str:token>/", personal_views.my_application, name="my_application"),
    path("my-application/<str:token>/data.json", personal_views.my_data, name="my_application_data"),
    path(
        "my-application/<str:token>/documents/<int:document_id>/",
        personal_views.my_document,
        name="my_application_document",
    ),
    path(
        "organisation-application/<str:token>/", personal_views.organisation, name="organisation_application"
    ),
]
