"""Refuses a password before it is looked at when too many wrong ones came for its account or from its address."""

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from fedcms.sign_in.attempts import TooManyTries, Tries, take_try
from fedcms.sign_in.limits import address_limit, password_limits
from fedcms.sign_in.security_log.refusals import record_refused_passwords


class LimitedTries:
    """An authentication backend that knows nobody, to be placed before those that look at passwords.

    So every form that signs in is limited, also one that a package adds. Without a request nobody stands at a door.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: object,
    ) -> None:
        """Counts the try and leaves it to the next backend. Raises `PermissionDenied`, which asks none of them.

        Of any credentials with a password: Django leaves out a backend that does not take their names. Without a
        name, the address alone is counted.
        """
        if request is None or password is None:
            return
        name = username or credentials.get("email") or credentials.get("login")
        limits = password_limits(request, str(name)) if name else [address_limit(request)]
        try:
            tries = take_try(limits)
        except TooManyTries as refusal:
            record_refused_passwords(request, str(name or ""))
            request.sign_in_refusal = refusal  # type: ignore[attr-defined]  # read by refusal_of
            raise PermissionDenied from refusal
        request.sign_in_tries = tries  # type: ignore[attr-defined]  # read by tries_of

    async def aauthenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: object,
    ) -> None:
        """Does the same where Django asks from asynchronous code."""
        await sync_to_async(self.authenticate)(request, username, password, **credentials)


def refusal_of(request: HttpRequest | None) -> TooManyTries | None:
    """Returns why the request's password was not looked at; `None` if it was."""
    refusal = getattr(request, "sign_in_refusal", None)
    return refusal if isinstance(refusal, TooManyTries) else None


def tries_of(request: HttpRequest | None) -> Tries | None:
    """Returns what the request's password has taken of its limits."""
    tries = getattr(request, "sign_in_tries", None)
    return tries if isinstance(tries, Tries) else None


def give_back_tries(request: HttpRequest | None) -> None:
    """Gives back what the request's password has taken of its limits: it was right. Safe to repeat."""
    tries = tries_of(request)
    if tries is not None:
        tries.give_back()
