"""The address of a delegate's calendar: its secret reads the programme and leads nowhere else in the application."""

from django.core import signing
from django.urls import reverse

from events.applications.links import application_with
from events.models import Application
from events.signup.links import read_token
from fedcms.core.pages.addresses import absolute

# Calendar services and their logs hold the address, so it is not the one by which an applicant edits and erases.
_CALENDAR = signing.Signer(salt="events.delegations.calendar", sep=".")


def calendar_address(application: Application) -> str:
    """Returns the path of an organisation's calendar, void once the application has another nonce."""
    return reverse("my_programme_calendar", args=[_CALENDAR.sign(f"{application.pk}-{application.nonce}")])


def calendar_link(application: Application) -> str:
    """Returns the address of an organisation's calendar, to follow, with the site's own address."""
    return absolute(calendar_address(application))


def application_of_calendar(token: str) -> Application | None:
    """Returns the application whose calendar an address is. One query."""
    return application_with(read_token(_CALENDAR, token))
