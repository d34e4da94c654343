"""Wagtail hooks of this app: the menu of the newsroom."""

from wagtail import hooks

from news.permissions import register_policies

register_policies()

from news.viewsets import NewsroomMenu  # noqa: E402  # its menu asks the policies


@hooks.register("register_admin_viewset")
def newsroom_menu() -> NewsroomMenu:
    """Returns the group of the menu; its items are in news.viewsets."""
    return NewsroomMenu()
