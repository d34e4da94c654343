"""The addresses of bundles, the hooks that register them, the menu item, and the button in the header of the editor."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.access.teams import is_in_a_team
from clusters.publishing.bundles import views
from clusters.publishing.bundles.detail_view import detail
from clusters.publishing.bundles.preview_view import preview
from clusters.publishing.bundles.selection import may_bundle, open_member
from fedcms.users.models import User

bundle_urls = (
    [
        path("", views.index, name="index"),
        path("new/", views.new, name="new"),
        path("page/<int:page_id>/", views.choose, name="choose"),
        path("<int:bundle_id>/", detail, name="detail"),
        path("<int:bundle_id>/pages/<int:member_id>/", preview, name="preview"),
    ],
    "bundles",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("bundles/", include(bundle_urls))]


class BundlesMenuItem(MenuItem):
    """The menu item of bundles."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person is of a team."""
        return is_in_a_team(request.user)


def bundles_item() -> BundlesMenuItem:
    """The hook register_admin_menu_item."""
    return BundlesMenuItem(
        gettext_lazy("Lots"), reverse("bundles:index"), name="bundles", icon_name="copy", order=304
    )


def page_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields the button of a page that has not appeared and is in no bundle."""
    is_free = page.pk and not page.live and not page.approved_schedule
    if is_free and may_bundle(page, user) and open_member(page) is None:
        yield Button(
            _("Ajouter à un lot"), reverse("bundles:choose", args=[page.pk]), icon_name="copy", priority=55
        )
