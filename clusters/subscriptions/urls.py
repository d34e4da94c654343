"""The addresses of the admin screens of subscribers, the hook that registers them, and the menu item."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from clusters.subscriptions import views
from clusters.subscriptions.rights import sees_any_numbers
from clusters.translation.access.guards import signed_in_user

subscriber_urls = (
    [
        path("", views.index, name="index"),
        path("find/", views.find, name="find"),
        path("find/export/", views.export, name="export"),
        path("find/erase/", views.erase, name="erase"),
        path("<int:team>/", views.team, name="team"),
    ],
    "subscribers",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("subscribers/", include(subscriber_urls))]


class SubscribersMenuItem(MenuItem):
    """The menu item of subscribers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person is in a team."""
        return sees_any_numbers(signed_in_user(request))


def subscribers_item() -> SubscribersMenuItem:
    """The hook register_admin_menu_item."""
    return SubscribersMenuItem(
        gettext_lazy("Abonnés"),
        reverse("subscribers:index"),
        name="subscribers",
        icon_name="group",
        order=308,
    )
