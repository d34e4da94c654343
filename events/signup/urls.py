"""The addresses of the screens of sign-ups, the hooks that register them, the menu item, an event's button."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.access.teams import is_in_a_team
from clusters.press_access.rights import owner_of_page
from clusters.translation.access.guards import signed_in_user
from events.models import EventPage, SignUpSheet
from events.signup import export_views, invitation_views, sheet_views, sign_up_views, views
from events.signup.badges import views as badge_views
from events.signup.door import views as door_views
from events.signup.messages import views as message_views
from events.signup.rights import may_open, may_organise
from events.signup.screen_arguments import sheet_url
from fedcms.users.models import User

_one = "<int:team>/<int:sheet_id>/<int:sign_up_id>/"
sign_up_urls = (
    [
        path("", views.index, name="index"),
        path("page/<int:page_id>/", sheet_views.edit_sheet, name="edit_sheet"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/<int:sheet_id>/", views.sign_ups, name="sheet"),
        path("<int:team>/<int:sheet_id>/export/", export_views.export, name="export"),
        path("<int:team>/<int:sheet_id>/export.xlsx", export_views.export_workbook, name="export_workbook"),
        path("<int:team>/<int:sheet_id>/invite/", invitation_views.invite, name="invite"),
        path("<int:team>/<int:sheet_id>/badges.pdf", badge_views.badges, name="badges"),
        path("<int:team>/<int:sheet_id>/door/", door_views.door, name="door"),
        path("<int:team>/<int:sheet_id>/door/people.json", door_views.people, name="door_people"),
        path("<int:team>/<int:sheet_id>/door/presence.json", door_views.presence, name="door_presence"),
        path("<int:team>/<int:sheet_id>/door/worker.js", door_views.worker, name="door_worker"),
        path("<int:team>/<int:sheet_id>/write/", message_views.write, name="write"),
        path(_one, sign_up_views.detail, name="sign_up"),
        path(f"{_one}accept/", sign_up_views.accept, name="accept"),
        path(f"{_one}decline/", sign_up_views.decline, name="decline"),
        path(f"{_one}check-in/", sign_up_views.check_in, name="check_in"),
        path(f"{_one}export/", sign_up_views.export_one, name="export_one"),
        path(f"{_one}erase/", sign_up_views.erase, name="erase"),
    ],
    "event_sign_ups",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("event-sign-ups/", include(sign_up_urls))]


class SignUpsMenuItem(MenuItem):
    """The menu item of sign-ups."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person is in a team."""
        return is_in_a_team(signed_in_user(request))


def sign_ups_item() -> SignUpsMenuItem:
    """The hook register_admin_menu_item."""
    return SignUpsMenuItem(
        gettext_lazy("Inscriptions"),
        reverse("event_sign_ups:index"),
        name="event-sign-ups",
        icon_name="group",
        order=308,
    )


def sign_up_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields an event's button, to its sign-ups or to open them."""
    if not issubclass(page.specific_class or Page, EventPage) or not page.pk:
        return
    event = page.specific
    owner = owner_of_page(event)
    sheet = SignUpSheet.objects.filter(translation_key=event.translation_key).first()
    if sheet is not None and may_organise(user, owner):
        yield Button(_("Inscriptions"), sheet_url(owner, sheet), icon_name="group", priority=56)
    elif sheet is None and may_open(user, owner):
        url = reverse("event_sign_ups:edit_sheet", args=[event.pk])
        yield Button(_("Ouvrir les inscriptions"), url, icon_name="group", priority=56)
