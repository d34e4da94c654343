"""Registers the newsroom's screens, menu items and history in Wagtail's admin."""

from wagtail import hooks

from news.newsroom.log_actions import register_log_actions
from news.newsroom.mailing import urls as mailing
from news.newsroom.media_contacts import urls as media_contacts
from news.permissions import register_policies

register_policies()

from news.viewsets import NewsroomMenu  # noqa: E402  # its menu asks the policies


@hooks.register("register_admin_viewset")
def newsroom_menu() -> NewsroomMenu:
    """Returns the group of the menu; its items are in news.viewsets."""
    return NewsroomMenu()


hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_urls", media_contacts.admin_urls)
hooks.register("register_admin_menu_item", media_contacts.contacts_item)
hooks.register("register_admin_urls", mailing.admin_urls)
hooks.register("register_page_header_buttons", mailing.mail_button)
