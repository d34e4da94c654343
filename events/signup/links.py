"""The links of sign-ups: signed numbers that say nothing of the person, void as soon as the row has another nonce."""

from django.core import signing
from django.urls import reverse

from events.models import SignUp, SignUpInvitation
from fedcms.core.http.row_keys import is_key
from fedcms.core.pages.addresses import absolute

LONGEST_TOKEN = 200
# None of their letters needs to be escaped in an address, nor is changed by a mail program at the end of a line.
_OWN = signing.Signer(salt="events.signup.own", sep=".")
_ORGANISATION = signing.Signer(salt="events.signup.organisation", sep=".")
_INVITATION = signing.Signer(salt="events.signup.invitation", sep=".")


def read_token(signer: signing.Signer, token: str) -> tuple[int, str] | None:
    """Returns key and nonce of a token, `None` for one that this site has not signed."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        key, _dash, nonce = signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return (int(key), nonce) if is_key(key) else None


def own_token(sign_up: SignUp) -> str:
    """Returns the secret of a person's own page."""
    return _OWN.sign(f"{sign_up.pk}-{sign_up.nonce}")


def own_link(sign_up: SignUp) -> str:
    """Returns the link to a person's own page, with the site's own address."""
    return absolute(reverse("my_sign_up", args=[own_token(sign_up)]))


def sign_up_of(token: str) -> SignUp | None:
    """Returns the sign-up of a person's own link. One query."""
    found = read_token(_OWN, token)
    return None if found is None else _sign_up(*found)


def organisation_link(sign_up: SignUp) -> str:
    """Returns the link by which an organisation confirms that somebody comes for it."""
    return absolute(
        reverse("organisation_sign_up", args=[_ORGANISATION.sign(f"{sign_up.pk}-{sign_up.nonce}")])
    )


def sign_up_of_organisation(token: str) -> SignUp | None:
    """Returns the sign-up that an organisation's link is about. One query."""
    found = read_token(_ORGANISATION, token)
    return None if found is None else _sign_up(*found)


def _sign_up(key: int, nonce: str) -> SignUp | None:
    rows = SignUp.objects.with_person().filter(pk=key, nonce=nonce)
    return rows.select_related("sheet", "claimed_organisation__cluster").first()


def invitation_token(invitation: SignUpInvitation) -> str:
    """Returns the secret of an invitation, a part of the form's address."""
    return _INVITATION.sign(f"{invitation.pk}-{invitation.nonce}")


def invitation_of(token: str) -> SignUpInvitation | None:
    """Returns the invitation of a link by which nobody has confirmed an address yet. One query."""
    found = read_token(_INVITATION, token)
    if found is None:
        return None
    rows = SignUpInvitation.objects.unused().filter(pk=found[0], nonce=found[1])
    return rows.select_related("cluster", "sheet").first()
