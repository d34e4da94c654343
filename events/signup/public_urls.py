"""The addresses behind the links of sign-ups; they have no language, since the person's is known."""

from django.urls import path

from events.signup import personal_views

urlpatterns = [
    path("my-sign-up/<str:token>/", personal_views.my_sign_up, name="my_sign_up"),
    path("my-sign-up/<str:token>/data.json", personal_views.my_data, name="my_sign_up_data"),
    path("organisation-sign-up/<str:token>/", personal_views.organisation, name="organisation_sign_up"),
]
