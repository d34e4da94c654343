"""With what the routes of sign-ups, applications and delegations are filled; `fills` has the others."""

from collections.abc import Callable
from urllib.parse import urlsplit

from events.applications import links as applications
from events.delegations import press_kit as delegation_kit
from events.delegations.links import calendar_link
from events.models import (
    Application,
    ApplicationDocument,
    CallForApplications,
    SignUp,
    SignUpInvitation,
    SignUpSheet,
)
from events.signup.links import invitation_token, organisation_link, own_token
from tests.embargo_oracle.world import World

Fill = Callable[[World, str], list[str]]
"""Returns the addresses of a route in a language of a world."""


def _applications(end: str) -> list[str]:
    """The addresses of each application's own page, or below it."""
    return [f"/my-application/{applications.own_token(each)}/{end}" for each in Application.objects.all()]


TAKING_PART: dict[str, Fill] = {
    "sign_up": lambda world, language: [
        f"/{language}/sign-up/{sheet.translation_key}/" for sheet in SignUpSheet.objects.all()
    ],
    "sign_up_sent": lambda world, language: [
        f"/{language}/sign-up/{sheet.translation_key}/sent/" for sheet in SignUpSheet.objects.all()
    ],
    "sign_up_invited": lambda world, language: [
        f"/{language}/sign-up/{each.sheet.translation_key}/{invitation_token(each)}/"
        for each in SignUpInvitation.objects.select_related("sheet")
    ],
    "my_sign_up": lambda world, language: [
        f"/my-sign-up/{own_token(sign_up)}/" for sign_up in SignUp.objects.all()
    ],
    "my_sign_up_data": lambda world, language: [
        f"/my-sign-up/{own_token(sign_up)}/data.json" for sign_up in SignUp.objects.all()
    ],
    "organisation_sign_up": lambda world, language: [
        urlsplit(organisation_link(sign_up)).path for sign_up in SignUp.objects.all()
    ],
    "apply": lambda world, language: [
        f"/{language}/apply/{call.translation_key}/" for call in CallForApplications.objects.all()
    ],
    "apply_sent": lambda world, language: [
        f"/{language}/apply/{call.translation_key}/sent/" for call in CallForApplications.objects.all()
    ],
    "my_application": lambda world, language: _applications(""),
    "my_application_data": lambda world, language: _applications("data.json"),
    "my_application_document": lambda world, language: [
        f"/my-application/{applications.own_token(each.application)}/documents/{each.pk}/"
        for each in ApplicationDocument.objects.select_related("application")
    ],
    "delegation": lambda world, language: [
        f"/{language}/delegations/{call.translation_key}/" for call in CallForApplications.objects.all()
    ],
    "delegation_press_kit": lambda world, language: [
        f"/{language}/delegations/{call.translation_key}/{delegation_kit.ARCHIVE}"
        for call in CallForApplications.objects.all()
    ],
    "delegation_fact_sheet": lambda world, language: [
        f"/{language}/delegations/{call.translation_key}/{delegation_kit.FACT_SHEET}"
        for call in CallForApplications.objects.all()
    ],
    "delegation_outcome": lambda world, language: [
        f"/{language}/delegations/{call.translation_key}/outcome/"
        for call in CallForApplications.objects.all()
    ],
    "delegate": lambda world, language: [
        f"/{language}/delegations/{each.call.translation_key}/{each.pk}/"
        for each in Application.objects.select_related("call")
    ],
    "my_programme": lambda world, language: _applications("programme/"),
    "my_former_programme_calendar": lambda world, language: _applications("programme.ics"),
    "my_programme_calendar": lambda world, language: [
        urlsplit(calendar_link(each)).path for each in Application.objects.all()
    ],
    "my_delegation": lambda world, language: _applications("delegation/"),
    "organisation_application": lambda world, language: [
        urlsplit(applications.organisation_link(each)).path for each in Application.objects.all()
    ],
    "apply_dossier": lambda world, language: [
        f"/{language}/apply/{call.translation_key}/dossier/" for call in CallForApplications.objects.all()
    ],
}
