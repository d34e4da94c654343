"""Puts the share kit into the admin: its addresses, the button of a page, the link after a publication."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.publishing.next_steps import Link
from fedcms.core.models.base_page import BasePage
from fedcms.core.visibility import is_visible
from fedcms.users.models import User
from home.sharing.views import SharingView, may_share, qr_file

_urls = (
    [
        path("<int:page_id>/", SharingView.as_view(), name="screen"),
        path("<int:page_id>/qr.<slug:kind>", qr_file, name="qr"),
    ],
    "sharing",
)


@hooks.register("register_admin_urls")
def share_urls() -> list[URLResolver]:
    """Returns the addresses of the share material."""
    return [path("share/", include(_urls))]


@hooks.register("register_page_header_buttons")
def share_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Yields the button of a live page, for people who may share it."""
    if page.live and issubclass(page.specific_class or Page, BasePage) and may_share(page, user):
        yield Button(
            _("Partager"), reverse("sharing:screen", args=[page.pk]), icon_name="link-external", priority=55
        )


def share_link(page: Page, user: User) -> Link | None:
    """Returns the link of the message after a publication, once the page is public."""
    if not is_visible(page) or not may_share(page, user):
        return None
    return _("Partager"), reverse("sharing:screen", args=[page.pk])
