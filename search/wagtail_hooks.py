"""Wagtail hooks of this room: the menu of what is kept for the search."""

from wagtail import hooks

from search.permissions import register_policies

register_policies()

from search.viewsets import SearchMenu  # noqa: E402  # its menu asks the policies


@hooks.register("register_admin_viewset")
def search_menu() -> SearchMenu:
    """The group of the menu; its items are in search.viewsets."""
    return SearchMenu()
