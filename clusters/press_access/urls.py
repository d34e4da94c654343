"""The addresses of the screens of accreditations, the hooks that register them, the menu item, a page's buttons."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.people.teams import FEDERATION
from clusters.press_access import giving_views, views
from clusters.press_access.comments import comments_on
from clusters.press_access.rights import (
    may_accredit,
    may_accredit_anybody,
    may_read_comments,
    owner_of_page,
)
from clusters.translation.access.guards import signed_in_user
from fedcms.users.models import User

_one = "<int:team>/<int:accreditation_id>/"
press_urls = (
    [
        path("", views.index, name="index"),
        path("comments/<int:page_id>/", views.comments, name="comments"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/give/", giving_views.give_one, name="give"),
        path("<int:team>/give-list/", giving_views.give_several, name="give_several"),
        path(_one, views.detail, name="detail"),
        path(f"{_one}link/", giving_views.new_link, name="link"),
        path(f"{_one}end/", views.change_end, name="end"),
        path(f"{_one}revoke/", views.revoke_one, name="revoke"),
        path(f"{_one}erase/", views.erase, name="erase"),
    ],
    "press_accreditations",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("before-publication/", include(press_urls))]


class AccessMenuItem(MenuItem):
    """The menu item of accreditations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person may accredit for a team."""
        return may_accredit_anybody(signed_in_user(request))


def access_item() -> AccessMenuItem:
    """The hook register_admin_menu_item."""
    return AccessMenuItem(
        gettext_lazy("Accès avant publication"),
        reverse("press_accreditations:index"),
        name="press-access",
        icon_name="key",
        order=306,
    )


def page_buttons(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Yields the buttons of a content page that is not public as it is: who may read it, and what guests wrote."""
    if not issubclass(page.specific_class or Page, ContentPage) or not page.pk:
        return
    specific = page.specific
    if not page.live or page.has_unpublished_changes:
        owner = owner_of_page(specific)
        if may_accredit(user, owner):
            url = reverse("press_accreditations:team", args=[specific.cluster_id or FEDERATION])
            yield Button(_("Accès avant publication"), f"{url}?page={page.pk}", icon_name="key", priority=57)
    if comments_on(specific).exists() and may_read_comments(user, specific):
        url = reverse("press_accreditations:comments", args=[page.pk])
        yield Button(_("Remarques des invités"), url, icon_name="comment", priority=58)
