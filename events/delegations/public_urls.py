"""What a delegation adds behind the link of an application; it has no language, since that is known."""

from django.urls import path

from events.delegations import personal_views

urlpatterns = [
    path("my-application/<str:token>/delegation/", personal_views.my_delegation, name="my_delegation"),
    path("my-application/<str:token>/programme/", personal_views.my_programme, name="my_programme"),
    path(
        "my-application/<str:token>/programme.ics",
        personal_views.former_calendar,
        name="my_former_programme_calendar",
    ),
    path(
        "my-programme/<str:token>/programme.ics",
        personal_views.my_programme_calendar,
        name="my_programme_calendar",
    ),
]
