"""Remembers by which identity provider a session has begun; it ends when that admits its person no more."""

from django.core.cache import cache
from django.http import HttpRequest

from fedcms.sign_in.identity_providers.configuration import IdentityProvider, identity_provider
from fedcms.sign_in.identity_providers.people import admits
from fedcms.users.models import User

_WAITS, _BEGAN = "sign_in_provider", "identity_provider"
SECONDS_BETWEEN_LOOKS = 60
"""Somebody whose teams change is asked about again after so long, by each process."""


def note_coming(request: HttpRequest, user: User, provider: IdentityProvider) -> None:
    """Notes by which provider somebody comes, who may have a second factor still to show."""
    request.session[_WAITS] = [user.pk, provider.id, provider.issuer]


def forget_coming(request: HttpRequest) -> None:
    """Forgets who was coming."""
    request.session.pop(_WAITS, None)


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Notes by which provider, if by any, somebody is signed in now. Asked before and after the sign-in itself."""
    waits = request.session.get(_WAITS)
    if waits and waits[0] == user.pk:
        request.session[_BEGAN] = waits[1:]
    else:
        request.session.pop(_BEGAN, None)


def provider_of_session(request: HttpRequest | None) -> str:
    """Returns the id of the provider by which a session has begun; empty for a password or a passkey."""
    session = getattr(request, "session", None)
    began = session.get(_BEGAN) if session is not None else None
    return str(began[0]) if began else ""


def is_still_admitted(request: HttpRequest, user: User) -> bool:
    """Returns whether the provider of a session is still given, and still opens the account. Seldom a query."""
    began = request.session.get(_BEGAN)
    if not began:
        return True
    provider = identity_provider(began[0])
    if provider is None or provider.issuer != began[1]:
        return False
    if not provider.cluster:
        return True
    key = f"identity-admits:{provider.id}:{provider.cluster}:{user.pk}"
    if cache.get(key):
        return True
    if not admits(provider, user):
        return False
    cache.set(key, "yes", SECONDS_BETWEEN_LOOKS)
    return True
