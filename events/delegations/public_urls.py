"""The address behind an application's link where its organisation writes; it has no language, since that is known."""

from django.urls import path

from events.delegations import personal_views

urlpatterns = [
    path("my-application/<str:token>/delegation/", personal_views.my_delegation, name="my_delegation"),
]
