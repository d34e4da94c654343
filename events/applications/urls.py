"""The addresses of the screens of applications, the hooks that register them, the menu item, a mission's button."""

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
from events.applications import call_views, decision_views, jury_views, organiser_views, views
from events.applications.screen_arguments import call_url
from events.models import CallForApplications, TradeMissionPage
from events.signup.rights import may_open
from fedcms.users.models import User

_one = "<int:team>/<int:call_id>/<int:application_id>/"
_evaluated = "jury/<int:call_id>/<int:application_id>/"
application_urls = (
    [
        path("", views.index, name="index"),
        path("page/<int:page_id>/", call_views.edit_call, name="edit_call"),
        path("page/<int:page_id>/dossier/", call_views.change_dossier, name="change_dossier"),
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/<int:call_id>/", organiser_views.applications, name="call"),
        path("jury/", jury_views.juries, name="juries"),
        path("jury/<int:call_id>/", jury_views.jury, name="jury"),
        path(_evaluated, jury_views.evaluate, name="evaluate"),
        path(f"{_evaluated}conflict/", jury_views.declare_conflict, name="conflict"),
        path(f"{_evaluated}documents/<int:document_id>/", jury_views.jury_document, name="jury_document"),
        path("<int:team>/<int:call_id>/jury/", decision_views.change_jury, name="change_jury"),
        path("<int:team>/<int:call_id>/conflict/", organiser_views.declare_conflict, name="own_conflict"),
        path("<int:team>/<int:call_id>/decide/", decision_views.decide, name="decide"),
        path("<int:team>/<int:call_id>/shortfall/", decision_views.answer_shortfall, name="answer_shortfall"),
        path("<int:team>/<int:call_id>/cancel/", decision_views.cancel_mission, name="cancel_mission"),
        path(_one, organiser_views.application, name="application"),
        path(f"{_one}documents/<int:document_id>/", organiser_views.document, name="document"),
        path(f"{_one}export/", organiser_views.export_one, name="export_one"),
        path(f"{_one}erase/", organiser_views.erase, name="erase"),
    ],
    "mission_applications",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("mission-applications/", include(application_urls))]


class ApplicationsMenuItem(MenuItem):
    """The menu item of applications."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the person is in a team."""
        return is_in_a_team(signed_in_user(request))


def applications_item() -> ApplicationsMenuItem:
    """The hook register_admin_menu_item."""
    return ApplicationsMenuItem(
        gettext_lazy("Candidatures"),
        reverse("mission_applications:index"),
        name="mission-applications",
        icon_name="doc-full-inverse",
        order=309,
    )


def call_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields a mission's button, to its call or to open one."""
    if not issubclass(page.specific_class or Page, TradeMissionPage) or not page.pk:
        return
    if not may_open(user, owner_of_page(page.specific)):
        return
    call = CallForApplications.objects.filter(translation_key=page.translation_key).first()
    url = reverse("mission_applications:edit_call", args=[page.pk])
    label = _("Candidatures") if call else _("Ouvrir les candidatures")
    yield Button(label, url, icon_name="doc-full-inverse", priority=56)
    mission = page.specific
    if mission.live and not mission.is_over and not (call and call.is_cancelled):
        there = call_url(owner_of_page(mission), call) if call else url
        yield Button(_("Annuler la mission"), f"{there}#cancel", icon_name="cross", priority=57)
