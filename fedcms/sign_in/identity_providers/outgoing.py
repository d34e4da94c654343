"""Asks identity providers within bounds: of time, of size, without redirects. What they say of themselves is kept."""

import time
from threading import Lock

import requests

from fedcms.sign_in.identity_providers.configuration import IdentityProvider, is_safe_address

CONNECT_SECONDS, SILENT_SECONDS, WHOLE_SECONDS = 3.0, 4.0, 6.0
LARGEST_ANSWER = 1_000_000
KEPT_SECONDS, AWAY_SECONDS = 600.0, 15.0
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_lock = Lock()
_kept: dict[IdentityProvider, tuple[float, dict[str, object]]] = {}
_away: dict[IdentityProvider, float] = {}


class ProviderAway(requests.RequestException):
    """A provider does not answer, or not as OpenID Connect says."""


class BoundedSession(requests.Session):
    """A session whose requests end in time: a provider that hangs or drips holds no web process for long."""

    def request(self, method: str, url: str, **kwargs: object) -> requests.Response:  # type: ignore[override]
        """Sends a request and reads its answer. Raises `requests.RequestException`."""
        kwargs |= {"timeout": (CONNECT_SECONDS, SILENT_SECONDS), "allow_redirects": False, "stream": True}
        until = time.monotonic() + WHOLE_SECONDS
        response = super().request(method, url, **kwargs)  # type: ignore[arg-type]
        read = bytearray()
        for part in response.iter_content(8192):
            read += part
            if len(read) > LARGEST_ANSWER or time.monotonic() > until:
                response.close()
                raise ProviderAway("too long an answer")
        # Where requests itself keeps what was read.
        response._content = bytes(read)  # noqa: SLF001  # requests has no other way to keep a bounded answer
        return response


def description_of(provider: IdentityProvider) -> dict[str, object]:
    """Returns what a provider publishes of itself, its issuer and addresses checked. Raises `ProviderAway`.

    Kept for ten minutes; one that does not answer is not asked again for a quarter of a minute, so that those who try
    meanwhile hold no web process.
    """
    now = time.monotonic()
    with _lock:
        moment, kept = _kept.get(provider, (0.0, {}))
        is_away = _away.get(provider, 0.0) > now
    if kept and moment > now:
        return dict(kept)
    if is_away:
        raise ProviderAway("it did not answer a moment ago")
    try:
        found = _asked(provider)
    except (requests.RequestException, ValueError) as error:
        with _lock:
            _away[provider] = time.monotonic() + AWAY_SECONDS
        raise ProviderAway(str(error)) from error
    with _lock:
        _kept[provider] = (time.monotonic() + KEPT_SECONDS, found)
        _away.pop(provider, None)
    return dict(found)


def forget_descriptions() -> None:
    """Forgets what is kept of all providers."""
    with _lock:
        _kept.clear()
        _away.clear()


def _asked(provider: IdentityProvider) -> dict[str, object]:
    with BoundedSession() as session:
        response = session.get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    response.raise_for_status()
    found = response.json()
    if not isinstance(found, dict) or found.get("issuer") != provider.issuer:
        raise ProviderAway("it names another issuer")
    for key in _NEEDED:
        if not is_safe_address(str(found.get(key, "")), issuer=provider.issuer):
            raise ProviderAway(f"no safe {key}")
    return found
