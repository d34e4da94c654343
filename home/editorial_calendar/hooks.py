"""Puts the editorial calendar into the admin's menu, and its addresses among the admin's."""

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.editorial_calendar import views

calendar_patterns = (
    [
        path("", views.EditorialCalendarView.as_view(), name="show"),
        path("<int:page_id>/move/", views.move_to_day, name="move"),
    ],
    "editorial_calendar",
)


@hooks.register("register_admin_urls")
def calendar_urls() -> list[URLResolver]:
    """Returns the addresses of the calendar."""
    return [path("editorial-calendar/", include(calendar_patterns))]


@hooks.register("register_admin_menu_item")
def calendar_item() -> MenuItem:
    """Adds the calendar, after the pages."""
    return MenuItem(
        _("Calendrier éditorial"),
        reverse_lazy("editorial_calendar:show"),
        name="editorial-calendar",
        icon_name="calendar-alt",
        order=150,
    )
