"""Puts the editors' guide into the admin's help menu, in place of the links to Wagtail's own guide."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.guide.help_link import help_url

_SHORTCUTS = "keyboard-shortcuts-trigger"
_OURS = ("help-for-screen", "guide")


class ScreenHelpMenuItem(MenuItem):
    """The menu item that leads to the help for the screen on which it is shown."""

    def render_component(self, request: HttpRequest) -> object:
        """Returns Wagtail's component, with the address of the help for this screen."""
        component = super().render_component(request)
        component.url = help_url(request)
        return component


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLResolver]:
    """Returns the addresses of the guide."""
    return [path("guide/", include("home.guide.urls"))]


@hooks.register("register_help_menu_item")
def screen_help_item() -> MenuItem:
    """Adds the help for the current screen."""
    return ScreenHelpMenuItem(
        _("Aide sur cet écran"), reverse_lazy("guide:index"), name=_OURS[0], icon_name="help", order=100
    )


@hooks.register("register_help_menu_item")
def guide_item() -> MenuItem:
    """Adds the guide's table of contents."""
    return MenuItem(_("Guide"), reverse_lazy("guide:index"), name=_OURS[1], icon_name="doc-full", order=200)


@hooks.register("construct_help_menu")
def remove_wagtails_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Removes Wagtail's links to its own guide and to what is new in it, which are in English and of other screens."""
    items[:] = [item for item in items if item.name in (*_OURS, _SHORTCUTS)]
