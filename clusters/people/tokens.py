"""The secret of an invitation's link: signed, for one mail of one invitation.

It stands behind the # of the link, which browsers send to nobody: it is in no log and no Referer. The page posts it.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from clusters.models.invitation import Invitation
from fedcms.core.pages.addresses import absolute

_SALT = "clusters.people.invitation"


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")


def token_of(invitation: Invitation) -> str:
    """Returns the secret of an invitation's newest mail."""
    return _signer().sign(f"{invitation.pk}-{invitation.nonce}")


def link_of(invitation: Invitation) -> str:
    """Returns the link of an invitation's newest mail."""
    return f"{absolute(reverse('invitation'))}#{token_of(invitation)}"


def read_token(text: str) -> tuple[int, str] | None:
    """Returns key and nonce from a secret, or from a link that somebody pasted; `None` if we have not signed it."""
    try:
        value = _signer().unsign(text.strip().rpartition("#")[2])
    except BadSignature:
        return None
    key, _dash, nonce = value.partition("-")
    return int(key), nonce
