"""URLs of calendars, of sign-up forms, of applications and of delegations, under each language's prefix."""

import re

from django.urls import path, re_path

from clusters.content.subscriptions import CALENDAR, SCOPE_PATTERN
from events.applications import public_views as application_views
from events.delegations import kit_views as delegation_kit_views
from events.delegations import public_views as delegation_views
from events.delegations.press_kit import ARCHIVE, FACT_SHEET
from events.signup import public_views
from events.views import page_calendar, scope_calendar

_FILE = re.escape(CALENDAR)

urlpatterns = [
    path("sign-up/<uuid:key>/", public_views.sign_up, name="sign_up"),
    path("sign-up/<uuid:key>/sent/", public_views.sent, name="sign_up_sent"),
    path("sign-up/<uuid:key>/<str:token>/", public_views.invited, name="sign_up_invited"),
    path("apply/<uuid:key>/", application_views.apply, name="apply"),
    path("apply/<uuid:key>/sent/", application_views.sent, name="apply_sent"),
    path("apply/<uuid:key>/dossier/", application_views.dossier, name="apply_dossier"),
    path("delegations/<uuid:key>/", delegation_views.delegation, name="delegation"),
    path(f"delegations/<uuid:key>/{ARCHIVE}", delegation_kit_views.archive, name="delegation_press_kit"),
    path(
        f"delegations/<uuid:key>/{FACT_SHEET}", delegation_kit_views.fact_sheet, name="delegation_fact_sheet"
    ),
    path("delegations/<uuid:key>/outcome/", delegation_views.outcome, name="delegation_outcome"),
    path("delegations/<uuid:key>/<int:application_id>/", delegation_views.delegate, name="delegate"),
    re_path(rf"{SCOPE_PATTERN}{_FILE}$", scope_calendar, name="scope_calendar"),
    re_path(rf"^(?P<path>(?:[\w-]+/)+){_FILE}$", page_calendar, name="page_calendar"),
]
