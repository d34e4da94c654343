"""The addresses of the screens of delegations, and the hook that registers them."""

from django.urls import URLResolver, include, path

from events.delegations import outcome_views, programme_views, views

delegation_urls = (
    [
        path("<int:team>/<int:call_id>/", views.delegation, name="delegation"),
        path("<int:team>/<int:call_id>/publish/", views.publish, name="publish"),
        path("<int:team>/<int:call_id>/programme/", programme_views.programme, name="programme"),
        path("<int:team>/<int:call_id>/programme/add/", programme_views.add_item, name="add_item"),
        path(
            "<int:team>/<int:call_id>/programme/<int:item_id>/", programme_views.edit_item, name="edit_item"
        ),
        path("<int:team>/<int:call_id>/outcome/", outcome_views.outcome, name="outcome"),
        path("<int:team>/participants/", outcome_views.participants, name="participants"),
        path("<int:team>/participants/<int:application_id>/", outcome_views.story, name="story"),
        path("<int:team>/<int:call_id>/<int:application_id>/", views.review, name="review"),
    ],
    "mission_delegations",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("mission-delegations/", include(delegation_urls))]
