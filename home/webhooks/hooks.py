"""The addresses of the screens of webhooks, their menu item, and their words in the history."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from clusters.people.teams import may_invite
from clusters.translation.access.guards import signed_in_user
from home.webhooks import views
from home.webhooks.log_actions import register_log_actions

_one = "<int:team>/<int:webhook_id>/"
webhook_urls = (
    [
        path("", views.index, name="index"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/add/", views.add, name="add"),
        path(_one, views.detail, name="detail"),
        path(f"{_one}edit/", views.edit, name="edit"),
        path(f"{_one}switch/", views.switch, name="switch"),
        path(f"{_one}test/", views.test, name="test"),
        path(f"{_one}rotate/", views.rotate, name="rotate"),
        path(f"{_one}secret/", views.secret, name="secret"),
        path(f"{_one}delete/", views.delete, name="delete"),
        path(f"{_one}resend/<int:delivery_id>/", views.resend, name="resend"),
    ],
    "webhooks",
)


class WebhookMenuItem(MenuItem):
    """The menu item of webhooks."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person manages a team."""
        return may_invite(signed_in_user(request))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """Returns the addresses of the screens."""
    return [path("webhooks/", include(webhook_urls))]


@hooks.register("register_admin_menu_item")
def webhook_item() -> WebhookMenuItem:
    """Returns the menu item."""
    return WebhookMenuItem(
        gettext_lazy("Webhooks"),
        reverse("webhooks:index"),
        name="webhooks",
        icon_name="redirect",
        order=307,
    )


hooks.register("register_log_actions", register_log_actions)
