"""The address of the import screen, and the button of an agenda that leads to it."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from events.imports import views
from events.models import AgendaPage
from fedcms.users.models import User

import_urls = ([path("<int:page_id>/", views.import_screen, name="import")], "event_imports")


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the address of the screen."""
    return [path("event-imports/", include(import_urls))]


def import_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields the button of an agenda in which the person may write events."""
    if not issubclass(page.specific_class or Page, AgendaPage) or not page.pk:
        return
    if not page.specific.only_missions and page.permissions_for_user(user).can_add_subpage():
        url = reverse("event_imports:import", args=[page.pk])
        yield Button(_("Importer un calendrier"), url, icon_name="upload", priority=58)
