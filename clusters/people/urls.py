"""The addresses of a team's screens, the hooks that register them, and the menu item."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from clusters.access.teams import teams_of
from clusters.people import views
from clusters.translation.access.guards import signed_in_user

people_urls = (
    [
        path("", views.index, name="index"),
        path("invite/", views.invite_person, name="invite"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/invitations/<int:invitation_id>/resend/", views.resend_invitation, name="resend"),
        path("<int:team>/invitations/<int:invitation_id>/revoke/", views.revoke_invitation, name="revoke"),
        path("<int:team>/members/<int:user_id>/role/", views.role, name="role"),
        path("<int:team>/members/<int:user_id>/leave/", views.leave_team, name="leave"),
    ],
    "people",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("people/", include(people_urls))]


class TeamMenuItem(MenuItem):
    """The menu item of one's team."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether there is a team that the person may see."""
        user = signed_in_user(request)
        return bool(user.is_superuser or teams_of(user))


def team_item() -> TeamMenuItem:
    """The hook register_admin_menu_item."""
    return TeamMenuItem(_("Équipe"), reverse("people:index"), name="team", icon_name="user", order=305)
