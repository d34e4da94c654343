"""The addresses of the screens of delegations, and the hook that registers them."""

from django.urls import URLResolver, include, path

from events.delegations import views

delegation_urls = (
    [
        path("<int:team>/<int:call_id>/", views.delegation, name="delegation"),
        path("<int:team>/<int:call_id>/publish/", views.publish, name="publish"),
        path("<int:team>/<int:call_id>/<int:application_id>/", views.review, name="review"),
    ],
    "mission_delegations",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("mission-delegations/", include(delegation_urls))]
