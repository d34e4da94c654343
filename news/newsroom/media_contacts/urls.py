"""The addresses of the screens of media contacts, the hooks that register them, and the menu item."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from clusters.access.teams import is_in_a_team
from clusters.translation.access.guards import signed_in_user
from news.newsroom.media_contacts import contact_views, import_views, list_views, views

contact_urls = (
    [
        path("", views.index, name="index"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/export/", import_views.export_all, name="export"),
        path("<int:team>/import/", import_views.import_file, name="import"),
        path("<int:team>/add/", contact_views.add, name="add"),
        path("<int:team>/lists/", list_views.lists, name="lists"),
        path("<int:team>/lists/add/", list_views.add, name="add_list"),
        path("<int:team>/lists/<int:list_id>/", list_views.edit, name="list"),
        path("<int:team>/lists/<int:list_id>/delete/", list_views.delete, name="delete_list"),
        path("<int:team>/shared/<int:list_id>/", list_views.shared, name="shared"),
        path("<int:team>/<int:contact_id>/", contact_views.edit, name="contact"),
        path("<int:team>/<int:contact_id>/keep/", contact_views.keep, name="keep"),
        path("<int:team>/<int:contact_id>/export/", contact_views.export, name="export_one"),
        path("<int:team>/<int:contact_id>/erase/", contact_views.erase, name="erase"),
    ],
    "media_contacts",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("media-contacts/", include(contact_urls))]


class ContactsMenuItem(MenuItem):
    """The menu item of media contacts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person sees the contacts of a team."""
        return is_in_a_team(signed_in_user(request))


def contacts_item() -> ContactsMenuItem:
    """The hook register_admin_menu_item."""
    return ContactsMenuItem(
        gettext_lazy("Contacts médias"),
        reverse("media_contacts:index"),
        name="media-contacts",
        icon_name="mail",
        order=307,
    )
