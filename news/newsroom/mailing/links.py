"""The addresses in a mail: signed numbers of a recipient, which say nothing of the person, and where they lead."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from fedcms.core.pages.addresses import absolute

LONGEST_TOKEN = 200
# None of their letters needs to be escaped in an address, nor is changed by a mail program at the end of a line.
_READER = signing.Signer(salt="news.mailing.reader", sep=".")
_UNSUBSCRIBER = signing.Signer(salt="news.mailing.unsubscribe", sep=".")
_FEDERATION = 0


@dataclass(frozen=True)
class Unsubscriber:
    """Whom the address of an unsubscription names: the team, the hash of the mail address, and the mail's row."""

    cluster_id: int | None
    address_hash: str
    recipient_id: int


def reader_token(recipient_id: int) -> str:
    """Returns the part of an address by which an opening is noted for a recipient."""
    return _READER.sign(str(recipient_id))


def recipient_of(token: str) -> int | None:
    """Returns the key of a recipient, `None` for a token that this site has not signed."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        return int(_READER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def unsubscribe_token(cluster_id: int | None, address_hash: str, recipient_id: int) -> str:
    """Returns the part of the address by which somebody unsubscribes: it serves for good."""
    return _UNSUBSCRIBER.sign(f"{cluster_id or _FEDERATION}-{recipient_id}-{address_hash}")


def unsubscriber_of(token: str) -> Unsubscriber | None:
    """Returns who unsubscribes by a token, `None` for one that this site has not signed."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        team, recipient, address_hash = _UNSUBSCRIBER.unsign(token).split("-")
        return Unsubscriber(int(team) or None, address_hash, int(recipient))
    except (signing.BadSignature, ValueError):
        return None


def reading_address(token: str) -> str:
    """Returns the address by which a recipient opens the page of a mail; files stand below it."""
    return absolute(reverse("release_mail", args=[token]))


def unsubscribe_address(token: str) -> str:
    """Returns the address of an unsubscription."""
    return absolute(reverse("release_mail_unsubscribe", args=[token]))
