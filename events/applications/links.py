"""The links of applications: signed numbers that say nothing of the person, void once the row has another nonce."""

from django.core import signing
from django.urls import reverse

from events.models import Application
from events.signup.links import read_token
from fedcms.core.pages.addresses import absolute

_OWN = signing.Signer(salt="events.applications.own", sep=".")
_ORGANISATION = signing.Signer(salt="events.applications.organisation", sep=".")


def own_token(application: Application) -> str:
    """Returns the secret of an applicant's own page."""
    return _OWN.sign(f"{application.pk}-{application.nonce}")


def own_link(application: Application) -> str:
    """Returns the link to an applicant's own page, with the site's own address."""
    return absolute(reverse("my_application", args=[own_token(application)]))


def organisation_link(application: Application) -> str:
    """Returns the link by which an organisation confirms that somebody applies for it."""
    token = _ORGANISATION.sign(f"{application.pk}-{application.nonce}")
    return absolute(reverse("organisation_application", args=[token]))


def application_of(token: str) -> Application | None:
    """Returns the application of its own link. One query."""
    return application_with(read_token(_OWN, token))


def application_of_organisation(token: str) -> Application | None:
    """Returns the application that an organisation's link is about. One query."""
    return application_with(read_token(_ORGANISATION, token))


def application_with(found: tuple[int, str] | None) -> Application | None:
    """Returns the application with a key and nonce, `None` once it has another or is erased. One query."""
    if found is None:
        return None
    rows = Application.objects.with_person().filter(pk=found[0], nonce=found[1])
    return rows.select_related("call", "claimed_organisation__cluster").first()
