"""The addresses in mails to subscribers: the signed key of a subscriber, which says nothing of the person."""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

from clusters.models import Subscriber
from fedcms.core.pages.addresses import absolute

LONGEST_TOKEN = 200
CONFIRMED_WITHIN = timedelta(days=3)
MANAGED_WITHIN = timedelta(days=180)
# None of their letters needs to be escaped in an address, nor is changed by a mail program at the end of a line.
_CONFIRM = signing.TimestampSigner(salt="clusters.subscriptions.confirm", sep=".")
_MANAGE = signing.TimestampSigner(salt="clusters.subscriptions.manage", sep=".")
_UNSUBSCRIBE = signing.Signer(salt="clusters.subscriptions.unsubscribe", sep=".")


def confirm_token(subscriber: Subscriber) -> str:
    """Returns the part of an address by which the owner of a mail address confirms; it serves for three days."""
    return _CONFIRM.sign(subscriber.key.hex)


def manage_token(subscriber: Subscriber) -> str:
    """Returns the part of an address by which a subscriber changes their choices; it serves for half a year."""
    return _MANAGE.sign(subscriber.key.hex)


def unsubscribe_token(subscriber: Subscriber) -> str:
    """Returns the part of an address by which a subscriber ends it all; it serves for good."""
    return _UNSUBSCRIBE.sign(subscriber.key.hex)


def _read(signer: signing.Signer, token: str, within: timedelta | None = None) -> UUID | None:
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        if isinstance(signer, signing.TimestampSigner):
            return UUID(hex=signer.unsign(token, max_age=within))
        return UUID(hex=signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _subscriber(key: UUID | None) -> Subscriber | None:
    return Subscriber.objects.filter(key=key).first() if key is not None else None


def confirming(token: str) -> Subscriber | None:
    """Returns who confirms by a token; `None` if it is not of this site, too old, or nobody's any more."""
    return _subscriber(_read(_CONFIRM, token, CONFIRMED_WITHIN))


def managing(token: str) -> Subscriber | None:
    """Returns who manages their subscription by a token; `None` as for `confirming`."""
    return _subscriber(_read(_MANAGE, token, MANAGED_WITHIN))


def unsubscribing(token: str) -> UUID | None:
    """Returns the key of who unsubscribes by a token, also once they are erased; `None` if it is not of this site."""
    return _read(_UNSUBSCRIBE, token)


def confirm_address(subscriber: Subscriber) -> str:
    """Returns the absolute address of a confirmation."""
    return absolute(reverse("subscription_confirm", args=[confirm_token(subscriber)]))


def manage_address(subscriber: Subscriber) -> str:
    """Returns the absolute address where a subscriber changes their choices."""
    return absolute(reverse("subscription", args=[manage_token(subscriber)]))


def unsubscribe_address(subscriber: Subscriber) -> str:
    """Returns the absolute address by which a subscriber, or their mail program, unsubscribes."""
    return absolute(reverse("subscription_end", args=[unsubscribe_token(subscriber)]))
