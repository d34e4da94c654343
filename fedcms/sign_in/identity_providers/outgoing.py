"""Asks identity providers within bounds: of time, of size, of number, without redirects. What they publish is kept."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import requests
from django.db import Error as DatabaseError

from fedcms.sign_in.identity_providers.configuration import IdentityProvider, is_safe_address
from fedcms.sign_in.identity_providers.deadlines import Job, watch_session

CONNECT_SECONDS, SILENT_SECONDS = 3.0, 4.0
WHOLE_SECONDS, EXCHANGE_SECONDS = 6.0, 10.0
"""At most for one request, and for all that one press of the button, or one coming back, asks together."""
LARGEST_ANSWER = 1_000_000
AT_ONCE, AT_ONCE_IN_ALL = 2, 3
"""Requests that a process sends at once, to a provider and to all: of its threads, one is left for everybody else."""
KEPT_SECONDS, AWAY_SECONDS = 600.0, 15.0
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_lock = Lock()
_kept: dict[IdentityProvider, tuple[float, dict[str, object]]] = {}
_away: dict[IdentityProvider, float] = {}
_running: Counter[IdentityProvider] = Counter()
_exchange: ContextVar[tuple[IdentityProvider, float] | None] = ContextVar("exchange", default=None)


class ProviderAway(requests.RequestException):
    """A provider does not answer, or not as OpenID Connect says."""


@contextmanager
def exchange(provider: IdentityProvider) -> Iterator[None]:
    """While it lasts, requests go to one provider, and all of them together end in time.

    Raises `ProviderAway` for one that has not answered a moment ago.
    """
    _refuse_away(provider)
    token = _exchange.set((provider, time.monotonic() + EXCHANGE_SECONDS))
    try:
        yield
    finally:
        _exchange.reset(token)


@contextmanager
def unforeseen_as(kind: type[Exception]) -> Iterator[None]:
    """Raises `kind` for what the odd answer of a provider makes go wrong: nothing of that is an error of the site."""
    try:
        yield
    except Exception as error:
        if isinstance(error, (requests.RequestException, DatabaseError, kind)):
            raise
        raise kind(type(error).__name__) from error


class BoundedSession(requests.Session):
    """A session whose requests end in time: a provider that hangs or drips holds no web process for long."""

    def __init__(self) -> None:
        super().__init__()
        watch_session(self)

    def request(self, method: str, url: str, **kwargs: object) -> requests.Response:  # type: ignore[override]
        """Sends a request and reads its answer. Raises `requests.RequestException`."""
        found = _exchange.get()
        if found is None:
            raise ProviderAway("no exchange has begun")
        provider, until = found
        _refuse_away(provider)
        _begin_request(provider)
        job = Job(lambda: self._read(method, url, kwargs), lambda: _end_request(provider))
        try:
            with unforeseen_as(ProviderAway):
                return job.result(min(WHOLE_SECONDS, until - time.monotonic()))
        except requests.RequestException:
            _note_away(provider)
            raise

    def _read(self, method: str, url: str, kwargs: dict[str, object]) -> requests.Response:
        given = {"timeout": (CONNECT_SECONDS, SILENT_SECONDS), "allow_redirects": False, "stream": True}
        response = super().request(method, url, **(kwargs | given))  # type: ignore[arg-type]
        read = bytearray()
        for part in response.iter_content(8192):
            read += part
            if len(read) > LARGEST_ANSWER:
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
    with _lock:
        moment, kept = _kept.get(provider, (0.0, {}))
    if kept and moment > time.monotonic():
        return dict(kept)
    try:
        found = _asked(provider)
    except (requests.RequestException, ValueError, RecursionError) as error:
        if not isinstance(error, _Busy):
            _note_away(provider)
        raise ProviderAway(type(error).__name__) from error
    with _lock:
        _kept[provider] = (time.monotonic() + KEPT_SECONDS, found)
    return dict(found)


def forget_descriptions() -> None:
    """Forgets what is kept of all providers, and which were away."""
    with _lock:
        _kept.clear()
        _away.clear()


class _Busy(ProviderAway):
    """As many requests as may be are on their way."""


def _begin_request(provider: IdentityProvider) -> None:
    with _lock:
        if _running[provider] >= AT_ONCE or _running.total() >= AT_ONCE_IN_ALL:
            raise _Busy("others are asking it")
        _running[provider] += 1


def _end_request(provider: IdentityProvider) -> None:
    with _lock:
        _running[provider] -= 1


def _note_away(provider: IdentityProvider) -> None:
    with _lock:
        _away[provider] = time.monotonic() + AWAY_SECONDS


def _refuse_away(provider: IdentityProvider) -> None:
    with _lock:
        is_away = _away.get(provider, 0.0) > time.monotonic()
    if is_away:
        raise ProviderAway("it did not answer a moment ago")


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
    if not isinstance(found.get("token_endpoint_auth_methods_supported", []), list):
        # As if it were not said.
        del found["token_endpoint_auth_methods_supported"]
    return found
